"""The cut in force: what was decided, who was thrown away by it, and what the honest sample shows."""
