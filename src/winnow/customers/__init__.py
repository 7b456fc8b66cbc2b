"""Who buys from us: why, what they cost in time, and who is like them."""
