"""Looks at the whole installation, and asks the database itself whether anything is as it must never be."""
