"""What is installed only where it is needed, and how it is named where it is missing."""


def the_extra(name: str) -> str:
    """The end of a sentence that says what needs it: which extra, and the command that brings it."""
    return f"the extra `{name}`, which is not here: pip install '.[{name}]' in Winnow's folder."
