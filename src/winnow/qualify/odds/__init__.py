"""The learned odds in the application: what was seen when, models as they are kept, odds as they are shown."""
