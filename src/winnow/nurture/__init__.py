"""What happens to those who are not ripe: tracks of mails, signs of interest, and the question "did you buy?"."""
