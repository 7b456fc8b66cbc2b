"""Reads of the qualifying room: set-wise, a constant number of statements whatever the amounts."""
