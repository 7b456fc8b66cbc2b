"""Nurture at work: stays begin and end with the prospect's state, steps go out, interest brings people back."""
