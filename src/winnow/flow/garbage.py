"""How often a process that works for hours looks for garbage."""

import gc

YOUNG, OF_YOUNG, OF_OLDER = (
    50_000,
    20,
    20,
)  # new objects before a look; looks before one at the older, the oldest


def look_rarely() -> None:
    """Look for circles of garbage rarely, and never among what is loaded by now.

    Rows, decisions and mails hold no circles and go at once without it; to look through a whole program again and
    again costs a quarter of the worker's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OF_YOUNG, OF_OLDER)
