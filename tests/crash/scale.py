"""How hard the kill tests try; WINNOW_FULL_CRASH=1 makes it minutes instead of seconds."""

import os

FULL = os.environ.get("WINNOW_FULL_CRASH") == "1"


def sized(usual: int, full: int) -> int:
    return full if FULL else usual
