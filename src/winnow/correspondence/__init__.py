"""What we write to people and what they write to us: mails, who may be written to, and by which servers."""
