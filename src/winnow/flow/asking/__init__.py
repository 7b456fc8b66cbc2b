""" "Did you buy?": asked by mail, for some by a call, answered without signing in, and acted on."""
