"""What happens to opportunities: they follow their prospects, are moved, lost with a mirror, sent back, purged."""
