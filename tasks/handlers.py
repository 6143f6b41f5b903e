"""Every kind of job, registered by importing its module."""
