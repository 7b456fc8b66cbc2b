"""What our own people and systems are told: by which way, at which hour, and what leaves the house."""
