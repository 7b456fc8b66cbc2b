"""Reads: set-wise, a constant number of statements whatever the amounts."""
