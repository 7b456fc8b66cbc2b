"""People's rights over what is kept of them: why we may write, what goes when, and who is forgotten."""
