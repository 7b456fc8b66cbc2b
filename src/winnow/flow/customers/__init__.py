"""Follow customers: why they buy, what they cost in time, whom to look for next."""
