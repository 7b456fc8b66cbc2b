"""What the cut does on public data, measured by one command."""
