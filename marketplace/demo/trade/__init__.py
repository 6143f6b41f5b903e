"""Ninety days of trade, made by the services themselves at the times when it happened: so the books add up."""
