"""Webhooks that leave the house: whom they may reach, how often they are tried, and what they say."""
