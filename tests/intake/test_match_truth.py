"""Matching on people whose true identity is known: what its keys find, and what they cannot."""

import csv
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from winnow.intake.clean import clean
from winnow.intake.inquiry import Cleaned, Raw
from winnow.intake.match import match
from winnow.prospects.words import Channel


def inquiry(**fields: str) -> Cleaned:
    cleaned = clean(Raw(fields, {}, Channel.LIST, door="import"), country="GB")
    return cleaned if isinstance(cleaned, Cleaned) else Cleaned()


def persons_found(batch: list[Cleaned]) -> list[int]:
    found = match(batch, {})
    return [index if one.first_in_batch is None else one.first_in_batch for index, one in enumerate(found)]


def pairs(groups: Iterable[object]) -> set[tuple[int, int]]:
    members: dict[object, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    return {pair for several in members.values() for pair in combinations(several, 2)}


def precision_and_recall(found: Iterable[object], truth: Iterable[object]) -> tuple[float, float]:
    said, true = pairs(found), pairs(truth)
    return len(said & true) / len(said), len(said & true) / len(true)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return [{key.strip(): value.strip() for key, value in row.items()} for row in csv.DictReader(file)]


def test_persons_with_garbled_mails_are_found_as_far_as_their_mails_agree(shared_data: Path) -> None:
    """A third of the true pairs share a mail and are found; the others wait for a merge. No stranger is taken in."""
    people = rows(shared_data / "entity_resolution/fake_1000.csv")
    batch = [
        inquiry(first_name=row["first_name"], last_name=row["surname"], email=row["email"]) for row in people
    ]
    precision, recall = precision_and_recall(persons_found(batch), [row["cluster"] for row in people])
    assert precision == 1.0
    assert recall > 0.33


def test_equal_names_at_one_firm_find_no_stranger_and_few_of_the_garbled(shared_data: Path) -> None:
    """FEBRL has neither mails nor phones nor firms; its towns stand for firms, and are garbled as well."""
    people = rows(shared_data / "entity_resolution/febrl_dataset3.csv")
    batch = [
        inquiry(
            first_name=row["given_name"],
            last_name=row["surname"],
            company=f"{row['suburb']} {row['postcode']}",
        )
        for row in people
    ]
    truth = [row["rec_id"].split("-")[1] for row in people]
    precision, recall = precision_and_recall(persons_found(batch), truth)
    assert precision == 1.0
    assert recall > 0.15


def test_one_number_keeps_the_garbled_spellings_of_a_person_together(shared_data: Path) -> None:
    """A number for each true person, a mail of its own for each row: only the likeness of names can tell."""
    people = [
        row
        for row in rows(shared_data / "entity_resolution/fake_1000.csv")
        if row["first_name"] and row["surname"]
    ]
    batch = [
        inquiry(
            first_name=row["first_name"],
            last_name=row["surname"],
            email=f"a{row['unique_id']}@web.de",
            phone=f"+4930{1000000 + int(row['cluster'])}",
        )
        for row in people
    ]
    truth = [row["cluster"] for row in people]
    precision, recall = precision_and_recall(persons_found(batch), truth)
    assert precision == 1.0
    assert recall > 0.93


def test_one_switchboard_of_many_keeps_them_apart(shared_data: Path) -> None:
    """Ten strangers behind each number."""
    people = [
        row
        for row in rows(shared_data / "entity_resolution/febrl_dataset1.csv")
        if row["rec_id"].endswith("org") and row["given_name"] and row["surname"]
    ]
    batch = [
        inquiry(
            first_name=row["given_name"],
            last_name=row["surname"],
            email=f"a{at}@web.de",
            phone=f"+4930{1000000 + at // 10}",
        )
        for at, row in enumerate(people)
    ]
    alone = sum(count == 1 for count in Counter(persons_found(batch)).values())
    assert alone > 0.97 * len(batch)
