"""Telling our own people and systems: notifications by the ways they chose, the daily mail, webhooks, calendars."""
