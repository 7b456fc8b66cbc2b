"""The door for mail: SMTP out, IMAP in, and what the DNS says about us as a sender."""
