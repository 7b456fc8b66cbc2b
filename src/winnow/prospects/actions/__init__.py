"""Writers of what is not a prospect's own state; that is written by `transitions` alone."""
