"""Matching: whose inquiry is this? By the identity keys of cleaning, among known persons and in the batch.

Keys are tried in order of strength: the sender's own id, e-mail, telephone, name with firm. Inquiries that
share a key are one person's, also by way of others. Two *known* persons are never made one here: the stronger
key wins and the other person is reported in `also`, for a human being to merge. A telephone counts only if
the sides do not differ in both name and e-mail (`match_phones`). Who is grouped with whom does not depend on
the order of the batch; who leads a new person does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from winnow.intake.inquiry import Cleaned
from winnow.intake.match_groups import Groups, Known, node_of
from winnow.intake.match_phones import Phones

__all__ = ["Known", "Match", "match"]

STRENGTH = "xepn"
BY = {"x": "external_id", "e": "email", "p": "phone", "n": "name"}


@dataclass(frozen=True, slots=True)
class Match:
    """Whose one inquiry is: a known person's, an earlier one's of the batch, or a new one's (both None)."""

    person_id: int | None = None
    first_in_batch: int | None = None  # of a new person: place of the first inquiry, for all but that itself
    by: str = ""  # recognised by external_id, email, phone or name; "" for a new person's first
    new_keys: tuple[str, ...] = ()  # to be stored for this person; no key is given out twice
    also: tuple[int, ...] = ()  # other persons to whom its keys belong: perhaps to be merged


def match(batch: Sequence[Cleaned], known: Mapping[str, Known]) -> list[Match]:
    """One answer for each inquiry, in the order of `batch`; `known`: what the database says of their keys."""
    found = [Match(new_keys=cleaned.keys) for cleaned in batch]
    holders = _shared(batch, known)
    for index, answer in _at_once(batch, known, holders):
        found[index] = answer
        for key in batch[index].keys:
            holders.pop(key, None)
    if holders:
        for index, answer in _Knot(batch, known, holders).answers():
            found[index] = answer
    return found


def _shared(batch: Sequence[Cleaned], known: Mapping[str, Known]) -> dict[str, list[int]]:
    """The keys that tell us something, with their holders: known ones, and those of several inquiries."""
    first: dict[str, int] = {}
    shared: dict[str, list[int]] = {}
    for index, cleaned in enumerate(batch):
        for key in cleaned.keys:
            if key in known:
                shared.setdefault(key, []).append(index)
            elif (earlier := first.setdefault(key, index)) != index:
                shared.setdefault(key, [earlier]).append(index)
    return shared


def _at_once(
    batch: Sequence[Cleaned], known: Mapping[str, Known], holders: Mapping[str, Sequence[int]]
) -> list[tuple[int, Match]]:
    """The plain repeats: every telling key is one known person's, and held by nobody else in the batch."""
    found = []
    for index in {several[0] for several in holders.values() if len(several) == 1}:
        keys = batch[index].keys
        telling = [key for key in keys if key in holders]
        if telling[0][0] == "p" or any(len(holders[key]) > 1 for key in telling):
            continue
        persons = {known[key].person_id for key in telling}
        if len(persons) == 1:
            new = tuple(key for key in keys if key not in holders)
            found.append((index, Match(persons.pop(), None, BY[telling[0][0]], new)))
    return found


class _Knot:
    """The inquiries that share keys, united key by key; all others are new persons of their own."""

    def __init__(
        self, batch: Sequence[Cleaned], known: Mapping[str, Known], holders: dict[str, list[int]]
    ) -> None:
        self.batch = batch
        self.known = {key: known[key] for key in holders if key in known}
        self.holders = holders
        persons = {node_of(person) for person in self.known.values()}
        self.groups = Groups([*{index for several in holders.values() for index in several}, *persons])
        self.apart: set[tuple[int, str]] = set()
        self.owner = self._settled()
        self.claimed = {key: self._first_of_owner(key) for key in holders if key not in known}
        self.counts = {key: self._count(key) for key in holders}

    def _settled(self) -> dict[str, int]:
        """Unite by every key, strongest first; the answer is a node of each key's owner."""
        owner: dict[str, int] = {}
        by_kind: dict[str, list[str]] = {kind: [] for kind in STRENGTH}
        # Known keys first, then by text: so the order of the batch decides nothing.
        for key in sorted(self.holders, key=lambda key: (key not in self.known, key)):
            by_kind[key[0]].append(key)
        owner |= {key: self._united(key) for kind in "xe" for key in by_kind[kind]}
        if by_kind["p"]:
            phones = Phones(self.groups, self.batch, self.known)
            owner |= {key: phones.settle(key, self.holders[key], self.known.get(key)) for key in by_kind["p"]}
            self.apart = phones.apart
        owner |= {key: self._united(key) for key in by_kind["n"]}
        return owner

    def _united(self, key: str) -> int:
        """Its holders made one with its owner: the person it is known for, else one of themselves."""
        holders, person = self.holders[key], self.known.get(key)
        owner = node_of(person) if person else min(holders, key=self._rank)
        for index in holders:
            self.groups.join(owner, index)
        return owner

    def _rank(self, index: int) -> tuple[bool, int]:
        person = self.groups.person(index)
        return person is None, person or 0

    def _first_of_owner(self, key: str) -> int:
        root = self.groups.root(self.owner[key])
        return next(index for index in self.holders[key] if self.groups.root(index) == root)

    def _count(self, key: str) -> Counter[int]:
        """How many nodes of each group the key connects."""
        person = self.known.get(key)
        nodes = [*self.holders[key], node_of(person)] if person else self.holders[key]
        return Counter(self.groups.root(node) for node in nodes)

    def answers(self) -> Iterator[tuple[int, Match]]:
        """What is found out about each inquiry of the knot."""
        for root, nodes in self.groups.gathered().items():
            person = self.groups.person(root)
            indexes = sorted(node for node in nodes if node >= 0)
            for index in indexes:
                yield index, self._answer(index, root, person, indexes[0])

    def _answer(self, index: int, root: int, person: int | None, first: int) -> Match:
        leads = person is None and index == first
        return Match(
            person_id=person,
            first_in_batch=None if leads or person is not None else first,
            by="" if leads else self._by(index, root),
            new_keys=self._new_keys(index),
            also=self._also(index, person),
        )

    def _by(self, index: int, root: int) -> str:
        keys = self.batch[index].keys
        return next(
            (BY[key[0]] for key in keys if key in self.counts and self.counts[key][root] > 1), "phone"
        )

    def _new_keys(self, index: int) -> tuple[str, ...]:
        keys = self.batch[index].keys
        return tuple(key for key in keys if key not in self.known and self.claimed.get(key, index) == index)

    def _also(self, index: int, person: int | None) -> tuple[int, ...]:
        others: dict[int, None] = {}
        for key in self.batch[index].keys:
            if key in self.owner and (index, key) not in self.apart:
                other = self.groups.person(self.owner[key])
                if other is not None and other != person:
                    others[other] = None
        return tuple(others)
