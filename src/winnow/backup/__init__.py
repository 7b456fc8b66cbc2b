"""Whole installations into one file and back: what was there at one instant, or nothing."""
