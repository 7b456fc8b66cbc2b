"""Time kept free for prospecting: proposed, planned, begun, and whether it was kept."""
