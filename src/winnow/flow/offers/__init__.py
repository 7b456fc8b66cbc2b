"""Offers: made from what is known, sent as a link, answered by the buyer; an acceptance is the order."""
