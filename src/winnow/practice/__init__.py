"""Objections and hard questions, drilled: cards, a schedule for each person, two people at once."""
