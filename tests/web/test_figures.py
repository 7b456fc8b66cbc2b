"""The pages of figures: as old as they say, narrowed by the address and by who asks, and taken out as files."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.world import NOW, Cast, inquire, people
from winnow.flow import measuring
from winnow.flow.finish import Bought, order
from winnow.flow.work import Dispose, dispose
from winnow.measure.figures.blocks import Block, Column, Line, Picture, plain, read
from winnow.measure.figures.said import SAID
from winnow.people.models import User
from winnow.prospects.models import Campaign
from winnow.web.views.figures_cells import exported, shown
from winnow.web.views.figures_chart import chart

LATER = NOW + timedelta(days=40)
LOST = {"value": -0.4, "low": -0.6, "high": 0.1, "of": 7, "by": "margin"}
ROW = '<th scope="row"><a href="/prospects/'
ESTIMATED = {"value": 0.25, "low": 0.12, "high": 0.4, "of": 40}


@pytest.fixture
def cast(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(measuring, "home", lambda: tmp_path)
    return people()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_where_nothing_was_counted_yet_the_page_says_what_to_do(cast: Cast) -> None:
    assert "winnow measure refresh" in told(signed_in(cast.mia), "/figures/response/")


def test_what_another_version_counted_is_not_shown_and_is_counted_anew_at_once(cast: Cast) -> None:
    inquire()
    measuring.refresh(LATER)
    client, soon = signed_in(cast.mia), LATER + timedelta(seconds=2)
    assert "winnow measure refresh" not in told(client, "/figures/response/")
    assert not measuring.is_due(soon)
    (file,) = measuring.place().glob("facts-*/facts.json")
    file.write_text(json.dumps(json.loads(file.read_text()) | {"edition": "of before"}))

    assert "winnow measure refresh" in told(client, "/figures/response/")
    assert measuring.is_due(soon)

    measuring.refresh(soon)
    assert "winnow measure refresh" not in told(client, "/figures/response/")


def test_every_page_answers_from_what_the_worker_counted(cast: Cast) -> None:
    one = inquire(campaign="Hannover <b>").prospect
    inquire()
    dispose([Dispose(one, "no_answer", LATER, cast.ben.id, minutes=4)], now=LATER)
    order([Bought(one, Decimal(900), "EUR", LATER, cast.anna.id, Decimal(300), "A1")], now=LATER)
    measuring.refresh(LATER + timedelta(minutes=1))
    client = signed_in(cast.ada)

    pages = {word: told(client, f"/figures/{word}/") for word in SAID}

    assert "Until the first human touch" in pages["response"]
    assert "Ben" in pages["people"]
    assert "Hannover &lt;b&gt;" in pages["funnel"]
    assert "€900" in pages["return"] or "no costs" in pages["return"]
    assert told(client, "/figures/").count("/figures/") >= len(SAID)
    taken = client.post("/figures/funnel/", {"export": "campaign"})
    assert b"Hannover <b>" in b"".join(taken.streaming_content)
    assert client.post("/figures/funnel/", {"export": "nothing"}).status_code == 400
    assert "Which campaigns do not pay" in pages["campaigns"]
    assert signed_in(cast.mia).get("/").headers["Location"] == "/figures/campaigns/"
    assert f'<a href="/campaigns/{Campaign.objects.get().id}/">Hannover' in pages["funnel"]
    # A manager sees the work of the own team only, whatever the address says.
    assert "Ben" not in told(signed_in(cast.nora), "/figures/people/")
    assert signed_in(cast.nora).get(f"/figures/people/?owner={cast.ben.id}").status_code == 400


def test_a_count_opens_to_those_whom_it_counts(cast: Cast) -> None:
    one = inquire(campaign="Fair").prospect
    inquire()
    order([Bought(one, Decimal(900), "EUR", LATER, cast.anna.id, Decimal(300), "A1")], now=LATER)
    measuring.refresh(LATER + timedelta(minutes=1))
    client, fair = signed_in(cast.ada), Campaign.objects.get().id
    address = f"/figures/funnel/prospects/?what=customers&by=campaign&of={fair}"

    assert address.replace("&", "&amp;") in told(client, "/figures/funnel/")
    listed = told(client, address)
    taken = b"".join(client.post(address, {"export": "csv"}).streaming_content).decode()

    assert f'{ROW}{one}/"' in listed
    assert listed.count(ROW) == 1
    assert len(taken.strip().splitlines()) == 2
    assert told(client, "/figures/response/prospects/?what=waiting").count(ROW) == 2
    # A manager sees the own team's only, and a marketer is not shown whose work it is.
    assert ROW not in told(signed_in(cast.nora), address)
    assert signed_in(cast.mia).get("/figures/people/prospects/?what=needing").status_code == 403


@pytest.mark.parametrize("query", ["what=all", "what=leads&by=fax", "what=leads&by=month&of=May"])
def test_a_figure_that_there_is_not_opens_to_nobody(cast: Cast, query: str) -> None:
    inquire()
    measuring.refresh(LATER)
    assert signed_in(cast.ada).get(f"/figures/funnel/prospects/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["days=3", "channel=fax", "campaign=99", "owner=x"])
def test_an_address_that_means_nothing_is_refused(cast: Cast, query: str) -> None:
    assert signed_in(cast.ada).get(f"/figures/response/?{query}").status_code == 400


@pytest.mark.parametrize("share", ["0", "101", "many", "4 5"])
def test_the_share_of_buyers_is_a_whole_number_of_per_cent(cast: Cast, share: str) -> None:
    assert signed_in(cast.ada).get("/figures/rule-of-45/", {"share": share}).status_code == 400


@pytest.mark.parametrize(
    ("cell", "kind", "text", "sub"),
    [
        (ESTIMATED, "share", "25 %", "12–40 %, of 40"),
        ({"value": 0.05, "low": None, "high": None, "of": 10}, "share", "5.0 %", "of 10"),
        (LOST, "return", "−40 %", "−60–10 %, 7 orders, by margin"),
        ({"EUR": "1234.56", "USD": "9.5"}, "money", "€1,235, $9.50", ""),
        ({"unknown": "The data has no costs."}, "money", "–", "The data has no costs."),
        (95, "minutes", "1 h 35 min", ""),
        (1, "days", "1 day", ""),
        (1234, "count", "1,234", ""),
        (None, "share", "–", ""),
        ("grown", "text", "grown", ""),
        ({"campaign": "7", "name": "Hannover"}, "campaign", "Hannover", ""),
        ("No campaign", "campaign", "No campaign", ""),
    ],
)  # fmt: skip
def test_a_cell_is_said_in_the_words_of_its_column(cell: Any, kind: str, text: str, sub: str) -> None:
    one = shown(cell, Column("Head", kind))

    assert (one.text.replace("\u00a0", " "), one.sub.replace("\u00a0", " ")) == (text, sub)


def test_a_file_has_intervals_in_columns_of_their_own() -> None:
    block = Block("a", "A", (Column("Of"), Column("Bought", "share")), (("All", ESTIMATED),))

    columns, rows = exported(block)

    assert [column.head for column in columns] == [
        "Of",
        "Bought",
        "Bought, low",
        "Bought, high",
        "Bought, of",
    ]
    assert [column.value(rows[0]) for column in columns] == ["All", 0.25, 0.12, 0.4, 40]


def test_a_block_comes_back_from_json_as_it_was() -> None:
    picture = Picture(
        "Share", "days", "share", (Line("All", (0.0, 2.0), (0.0, 0.5), (0.0, 0.3), (0.0, 0.7)),)
    )
    block = Block(
        "a", "A", (Column("Of"), Column("Bought", "share")), (("All", ESTIMATED),), ("note",), picture
    )

    assert read(plain((block,))) == (block,)


def test_a_line_stays_within_its_picture() -> None:
    drawn = chart(Picture("Share", "days", "share", (Line("All", (0.0, 10.0, 90.0), (0.0, 0.2, 0.9)),)))

    assert drawn is not None
    points = [tuple(map(float, point.split(","))) for point in drawn.lines[0].points.split()]
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.foot for x, y in points)
    assert next(tick.text for tick in drawn.up) == "0 %".replace(" ", "\u00a0")


def test_nothing_is_drawn_of_a_single_point() -> None:
    assert chart(Picture("Share", "days", "share", (Line("All", (0.0,), (0.0,)),))) is None
