"""Prices that are asked for: whose turn it is, what an answer says, and how answers compare."""
