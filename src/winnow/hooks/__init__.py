"""The door through which webhooks leave."""
