"""History replayed under another procedure: decided again by the same rules, taken as it was, or modelled."""
