"""Cadences at work: steps that Winnow takes by itself, changes of many at once, who stands where."""
