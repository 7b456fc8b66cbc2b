"""Vocabulary words as Django choices."""

from enum import StrEnum


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(word.value, word.value.replace("_", " ")) for word in words]
