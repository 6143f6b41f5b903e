"""Prices that are asked for: requests, answers, the talk between both sides, and the award."""
