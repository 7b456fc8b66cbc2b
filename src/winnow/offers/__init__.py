"""Offers: one page that a buyer answers without an account; what was accepted is kept as it stood."""
