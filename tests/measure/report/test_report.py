"""The report of the hand-made firm: complete, escaped, without anything outside it."""

import json
import re
from html.parser import HTMLParser

import pytest

from tests.measure.findings.firm import FORMULA, SCRIPT, looked, opened
from winnow.measure.canonical import Unknown
from winnow.measure.names import Names
from winnow.measure.report import ids
from winnow.measure.report.document import document
from winnow.measure.report.measured import METRICS, measured
from winnow.measure.report.plain import plain
from winnow.measure.report.sections import PAGES, sections
from winnow.measure.report.source import Source
from winnow.measure.report.told import told

UNUSED = [{"file": f"a{SCRIPT}.csv", "row": 7, "reason": f"no date: “{SCRIPT}”"}]
SOURCE = Source(f"files {SCRIPT}", {"inquiries": 431}, {"inquiries": ["at"]}, unused=UNUSED, notes=[SCRIPT])


@pytest.fixture(scope="module")
def made():
    """(facts, metrics, looked)."""
    return opened()[0], measured(opened()[0]), looked()


@pytest.fixture(scope="module")
def html(made):
    facts, metrics, found = made
    links = {one.key: (ids.first(ids.rows(one)), f"report-ids/{one.key}.csv") for one in found.findings}
    return document(found, sections(metrics, Names.of(facts)), SOURCE, facts.as_of, links)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.wrong = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(scope="module")
def tags(html):
    parser = Tags()
    parser.feed(html)
    return parser


def test_every_element_is_closed(tags):
    assert (tags.wrong, tags.open) == ([], [])


def test_hostile_texts_stay_texts(html, tags):
    assert "script" not in {tag for tag, _ in tags.seen}
    assert not any(name.startswith("on") for _, attributes in tags.seen for name in attributes)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_nothing_is_asked_of_anywhere(html, tags):
    addresses = [one.get("href") or one.get("src") or "" for _, one in tags.seen]
    outside = [address for address in addresses if not address.startswith(("#", "report-ids/"))]
    assert [address for address in outside if address] == []
    assert not re.search(r"url\((?!#)|@import", html)
    policy = next(
        one["content"] for tag, one in tags.seen if one.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")


def test_it_is_far_below_five_megabytes(html):
    assert len(html.encode()) < 1_000_000


def test_each_metric_has_its_page_and_each_page_its_definition(html, tags):
    assert len(PAGES) <= html.count("How this is counted")
    keys = {one["id"] for tag, one in tags.seen if tag == "section"}
    assert {
        "response",
        "coverage",
        "persistence",
        "funnel",
        "conversion",
        "returns",
        "attribution",
        "people",
    } <= keys


def test_no_two_elements_have_one_id(tags):
    names = [one["id"] for _, one in tags.seen if "id" in one]
    assert len(names) == len(set(names))


def test_charts_take_their_colours_from_the_page_and_say_what_they_show(html, tags):
    drawn = [one for tag, one in tags.seen if tag == "svg"]
    assert drawn
    assert all(one["role"] == "img" and one["aria-label"] for one in drawn)
    assert 'var(--c1)"' in html
    assert "#0202" not in html


def test_without_the_extra_there_are_the_tables(made, monkeypatch):
    facts, metrics, found = made
    monkeypatch.setattr("winnow.measure.report.charts.possible", lambda: False)
    without = document(found, sections(metrics, Names.of(facts)), SOURCE, facts.as_of, {})
    assert "<svg" not in without
    assert "the extra `charts`" in without


def test_the_json_has_every_metric_and_what_the_findings_rest_on(made):
    facts, metrics, found = made
    text = json.dumps(told(facts, found, metrics, SOURCE, {"given-up": "ids/given-up.csv"}), allow_nan=False)
    read = json.loads(text)
    assert set(read["metrics"]) == set(METRICS)
    assert {"title", "figure", "low", "high", "unit", "method", "ids_file"} <= set(read["findings"][0])
    assert read["metrics"]["coverage"][0]["followed"] == {
        "part": 370, "whole": 430, "value": 370 / 430, "interval": pytest.approx([0.825, 0.890], abs=0.001),
    }  # fmt: skip


def test_ids_are_in_order_and_as_many_as_counted(made):
    for one in made[2].findings:
        frame = ids.rows(one)
        assert frame.height == one.count, one.key
    assert frame["prospect_id"].is_sorted()
    assert FORMULA in next(ids.first(ids.rows(one)) for one in made[2].findings if one.key == "asked-again")


def test_what_is_not_known_says_why():
    assert plain({"a": Unknown("no data")}) == {"a": {"unknown": "no data"}}
    assert plain(float("inf")) is None
