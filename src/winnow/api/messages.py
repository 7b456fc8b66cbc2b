"""What comes in and goes out of the intake door, whichever server carries it."""

from collections.abc import Mapping
from typing import NamedTuple


class Sent(NamedTuple):
    """One request: the names of `headers` in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Reply(NamedTuple):
    """What is answered."""

    status: int
    body: str
    headers: Mapping[str, str]
