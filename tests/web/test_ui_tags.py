import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tests.world import people
from winnow.web.templatetags import drawing, figures, vocabulary, winnow_ui
from winnow.web.views.guide import guide

NOW = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)
SPACE = "\u00a0"


def rendered(source: str, **context: object) -> str:
    return Template("{% load winnow_ui %}" + source).render(Context({"now": NOW, **context})).strip()


def page(query: str) -> SimpleNamespace:
    return SimpleNamespace(GET=QueryDict(query))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-20, "just now"),
        (-180, "3 min ago"),
        (-3 * 3600, "3 h ago"),
        (-12 * 86400, "12 d ago"),
        (-70 * 86400, "2 mo ago"),
        (30, "in under a minute"),
        (2 * 86400, "in 2 d"),
    ],
)
def test_a_time_is_said_relative_to_now(seconds: int, words: str) -> None:
    assert figures.relative(NOW + timedelta(seconds=seconds), NOW).replace(SPACE, " ") == words


def test_ago_takes_now_from_the_page_and_keeps_the_instant() -> None:
    html = rendered("{% ago at %}", at=NOW - timedelta(hours=2))
    assert f"2{SPACE}h ago" in html
    assert 'datetime="2026-03-03T11:05:00+00:00"' in html
    assert "3 Mar 2026" in html


def test_ago_as_a_filter_takes_now_as_an_argument() -> None:
    assert f"5{SPACE}min ago" in rendered("{{ at|ago:now }}", at=NOW - timedelta(minutes=5))


def test_a_time_that_is_missing_is_a_dash() -> None:
    assert rendered("{% ago at %}", at=None) == "–"


@pytest.mark.parametrize(
    ("value", "currency", "words"),
    [
        (12300, "EUR", "€12,300"),
        (Decimal("12300.5"), "EUR", "€12,300.50"),
        (-40, "USD", "−$40"),
        (1200, "CHF", f"1,200{SPACE}CHF"),
        (0, "", "0"),
        (None, "EUR", "–"),
        ("abc", "EUR", "–"),
        (float("nan"), "EUR", "–"),
    ],
)
def test_money_is_grouped_and_has_its_currency(value: object, currency: str, words: str) -> None:
    assert figures.money(value, currency) == words


def test_a_column_of_amounts_can_keep_its_cents() -> None:
    assert rendered('{{ 12|cents:"EUR" }}') == "€12.00"


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0 min"), (0.4, "< 1 min"), (45, "45 min"), (95, "1 h 35 min"), (4560, "3 d 4 h"), (None, "–")],
)
def test_minutes_are_said_in_their_two_largest_units(value: object, words: str) -> None:
    assert figures.minutes(value) == words.replace(" ", SPACE)


def test_a_share_is_said_in_per_cent() -> None:
    assert rendered("{{ share|percent:1 }}", share=0.4567) == f"45.7{SPACE}%"


def test_a_number_has_a_true_minus_sign() -> None:
    assert figures.number(-1234.5, 1) == "−1,234.5"


@pytest.mark.parametrize(
    ("stored", "shown"), [("+4520123456", "+45 20 12 34 56"), ("ring the bell", "ring the bell"), ("", "–")]
)
def test_a_telephone_number_is_written_internationally(stored: str, shown: str) -> None:
    assert figures.phone(stored).replace(SPACE, " ") == shown


def test_the_address_to_dial_has_digits_alone() -> None:
    assert figures.tel("+45 (20) 12-34") == "tel:+45201234"


@given(st.text(max_size=40))
def test_any_name_has_one_or_two_initials(name: str) -> None:
    assert figures.initials(name)


def test_initials_come_from_the_first_and_last_name() -> None:
    assert figures.initials("Ann van Baker") == "AB"


def test_an_icon_is_drawn_inline_and_silent() -> None:
    html = rendered('{% icon "phone" %}')
    assert html.startswith("<svg")
    assert "<path" in html
    assert 'aria-hidden="true"' in html


def test_an_icon_with_a_label_is_read_aloud() -> None:
    assert 'role="img" aria-label="Attention"' in rendered('{% icon "alert" label="Attention" %}')


def test_an_icon_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        rendered('{% icon "unicorn" %}')


def test_every_word_of_the_vocabulary_has_an_icon_that_exists() -> None:
    assert {look.icon for look in vocabulary.LOOKS.values()} <= set(winnow_ui.icon_names())


def test_a_badge_of_an_unknown_word_is_plain_and_readable() -> None:
    assert rendered('{% badge "left_voicemail" %}') == '<span class="badge">Left voicemail</span>'


def test_a_badge_escapes_what_it_is_given() -> None:
    assert "<b>" not in rendered("{% badge word %}", word="<b>x")


@pytest.mark.parametrize(
    ("left", "state"), [(31, "on-time"), (15, "soon"), (1, "soon"), (0, "overdue"), (-9, "overdue")]
)
def test_a_clock_of_an_hour_is_soon_due_in_its_last_quarter(left: int, state: str) -> None:
    due = NOW + timedelta(minutes=left)
    assert drawing.clock(due, NOW, start=due - timedelta(hours=1)).state == state


def test_a_clock_shows_words_beside_its_colour() -> None:
    html = rendered("{% clock due %}", due=NOW - timedelta(minutes=47))
    assert 'data-state="overdue"' in html
    assert f"47{SPACE}min late" in html


def test_a_prospect_without_a_clock_says_so() -> None:
    assert "no clock" in rendered("{% clock due %}", due=None)


def test_a_waterfall_ends_at_the_sum_of_its_reasons() -> None:
    steps, _ = drawing.waterfall([{"label": "a", "points": 18}, {"label": "b", "points": -7}], start=5)
    assert [step.points for step in steps] == [5, 18, -7, 16]


@given(st.lists(st.integers(-50, 50), max_size=12), st.integers(-50, 50))
def test_no_bar_of_a_waterfall_leaves_its_drawing(points: list[int], start: int) -> None:
    steps, zero = drawing.waterfall([{"label": "", "points": point} for point in points], start)
    assert all(step.x >= 0 and step.width >= 0 and step.x + step.width <= 100.02 for step in steps)
    assert 0 <= zero <= 100


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_a_sparkline_stays_in_its_box(values: list[float]) -> None:
    assert all(0 <= x <= 96.1 and 0 <= y <= 24 for x, y in drawing.line(values))


def test_a_meter_is_full_at_most() -> None:
    assert 'meter-fill" width="100%"' in rendered("{% meter 1.4 %}")


def test_a_link_keeps_the_filters_and_returns_to_the_first_page() -> None:
    html = rendered("{% keep sort='-due' %}", request=page("stage=lead&stage=inquiry&after=c9&sort=name"))
    assert html.replace("&amp;", "&") == "?stage=lead&stage=inquiry&sort=-due"


def test_a_chip_takes_its_own_filter_away() -> None:
    assert rendered("{% drop 'owner' %}", request=page("owner=3&stage=lead")) == "?stage=lead"


def test_the_head_of_a_sorted_column_says_how_and_turns_around() -> None:
    html = rendered(
        '{% include "components/table_sort.html" with key="due" label="Due" %}', request=page("sort=due")
    )
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-due"' in html


def test_a_message_carries_the_way_back() -> None:
    message = SimpleNamespace(extra_tags="undo:/events/7/undo draft:prospect-42")
    assert winnow_ui.tag_value(message, "undo") == "/events/7/undo"
    assert winnow_ui.tag_value(message, "draft") == "prospect-42"


TOKENS = (winnow_ui.SPRITE.parent.parent / "css" / "tokens.css").read_text()
COLOURS = {
    name: (day, night)
    for name, day, night in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)
}
GROUNDS = ("canvas", "surface", "sunken", "hover", "raised")
READ = [
    (ink, ground) for ink in ("ink", "ink-2", "ink-3", "accent", "good", "warn", "bad") for ground in GROUNDS
]
READ += [
    (ink, f"{tone}-soft") for tone in ("good", "warn", "bad", "accent") for ink in (tone, "ink", "ink-2")
]
READ += [("on-accent", fill) for fill in ("accent-fill", "accent-fill-hover", "bad-fill", "bad-fill-hover")]
SEEN = [
    (mark, ground)
    for mark in ("edge", "good-mark", "warn-mark", "bad-mark", "accent-fill")
    for ground in GROUNDS[:3]
]


def light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    dark, bright = sorted((light(first), light(second)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(READ, 4.5), (SEEN, 3.0)], ids=["text", "marks"])
def test_every_colour_has_the_contrast_that_wcag_asks(
    pairs: list[tuple[str, str]], least: float, theme: int
) -> None:
    measured = {(a, b): contrast(COLOURS[a][theme], COLOURS[b][theme]) for a, b in pairs}
    assert {pair: found for pair, found in measured.items() if found < least} == {}


TEMPLATES = winnow_ui.SPRITE.parents[3] / "templates"
PARTS = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("components/**/*.html"))
ERRORS = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("errors/*.html"))


@pytest.mark.parametrize("name", PARTS)
def test_every_component_compiles(name: str) -> None:
    assert get_template(name)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_nothing_and_says_what_to_do_next(name: str) -> None:
    html = get_template(name).render({})
    assert 'class="button primary"' in html


@pytest.mark.parametrize("name", ["base.html", "base_plain.html"])
def test_a_frame_has_no_inline_script_or_style(name: str) -> None:
    html = get_template(name).render({"nav": [{"label": "Next", "url": "/", "icon": "next"}]})
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)


@pytest.mark.django_db
def test_the_guide_shows_every_icon_and_word(rf: RequestFactory) -> None:
    request = rf.get("/guide/")
    request.user = people().anna
    html = guide(request).content.decode()
    assert [name for name in winnow_ui.icon_names() if f"</svg>{name}</li>" not in html] == []
    assert [look.label for look in vocabulary.LOOKS.values() if look.label not in html] == []


def test_the_guide_asks_for_signing_in(rf: RequestFactory) -> None:
    request = rf.get("/guide/")
    request.user = AnonymousUser()
    assert guide(request).status_code == 302
