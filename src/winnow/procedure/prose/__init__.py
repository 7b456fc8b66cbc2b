"""The procedure told in sentences, a file for each part of a prospect's way."""
