import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.intake.presets import FIELDS, PRESETS, MappingError, apply, preset, suggest
from winnow.intake.presets_data import ALIASES
from winnow.intake.presets_dates import AmbiguousDate, guess_dayfirst, parse_instant
from winnow.tables import read

SHARED = Path(__file__).parents[3] / "shared" / "data"
EXPORTS = SHARED / "crm_export_headers"
needs_shared = pytest.mark.skipif(not EXPORTS.exists(), reason="the shared samples are not here")

KNOWN_EXPORTS = json.loads((EXPORTS / "headers.json").read_text()) if EXPORTS.exists() else []
EXPECTED = {
    ("hubspot", "contact", 181): "hubspot",
    ("hubspot", "contact", 12): "hubspot",
    ("salesforce", "Lead", 57): "salesforce_api",
    ("salesforce", "Lead", 21): "salesforce",
    ("pipedrive", "person+deal import sample", 13): "pipedrive",
    ("pipedrive", "lead", 8): "pipedrive_leads",
    ("zoho", "contacts (data backup / export)", 11): "zoho_contacts",
    ("zoho", "leads (Zoho Analytics sync)", 12): "zoho",
    ("odoo", "crm.lead", 16): "odoo",
    ("mautic", "contact", 16): "mautic",
    ("dynamics365", "lead", 23): "dynamics",
}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_is_suggested_for_its_own_headers_alone(preset):
    headers = [group[0] for group in preset.signature] + [names[0] for names in preset.columns.values()]
    assert suggest(list(dict.fromkeys(headers))).preset == preset.name


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_is_not_suggested_without_all_of_its_signature(preset):
    headers = [group[0] for group in preset.signature]
    for missing in headers:
        others = [header for header in headers if header != missing]
        assert suggest(others).preset != preset.name


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_target_of_a_preset_is_a_field(preset):
    assert set(preset.columns) <= set(FIELDS)


def test_every_field_has_words_of_its_own():
    assert set(ALIASES) == set(FIELDS)


@needs_shared
@pytest.mark.parametrize(
    "export", KNOWN_EXPORTS, ids=lambda e: f"{e['crm']}-{e['object']}-{len(e['headers'])}"
)
def test_each_known_export_gets_its_preset_and_no_other(export):
    key = (export["crm"], export["object"], len(export["headers"]))
    assert suggest(export["headers"]).preset == EXPECTED.get(key)


@needs_shared
@pytest.mark.parametrize("path", sorted(EXPORTS.rglob("*.csv")), ids=lambda path: path.stem)
def test_every_sample_export_reads_without_a_problem(path):
    table = read(path)
    assert table.sample(1)
    assert [row.problem for row in table if row.problem] == []


@needs_shared
def test_the_anonymised_marketing_leads_are_mapped():
    table = read(SHARED / "olist" / "olist_marketing_qualified_leads_dataset.csv")
    suggestion = suggest(table.headers)
    fields_of = apply(suggestion.mapping, table.headers)
    assert fields_of(table.sample(1)[0].values) == {
        "external_id": "dac32acd4db4c29c230538b72f8dd87d",
        "received_at": "2018-02-01",
        "campaign": "social",
        "source": "social",
    }


@needs_shared
def test_the_anonymised_course_leads_are_mapped_without_their_placeholders():
    table = read(SHARED / "x_education" / "Leads.csv")
    suggestion = suggest(table.headers)
    fields_of = apply(suggestion.mapping, table.headers, suggestion.blanks)
    mapped = [fields_of(row.values) for row in table]
    assert len({fields["external_id"] for fields in mapped}) == 9240
    assert all("Select" not in fields.values() for fields in mapped)


def test_headers_match_whatever_their_case_spaces_and_byte_order_mark():
    assert suggest(["\ufeffrecord id", "FIRST NAME ", "Phone  Number"]).preset == "hubspot"


def test_ordinary_words_are_recognised_without_a_preset():
    headers = ["Full Name", "Work Email", "Tel", "Firma", "Correo", "Shoe size"]
    suggestion = suggest(headers)
    assert suggestion.preset is None
    assert suggestion.mapping == {
        "email": "Work Email",
        "phone": "Tel",
        "name": "Full Name",
        "company": "Firma",
    }


def test_a_file_of_our_own_fields_maps_to_itself():
    assert suggest(FIELDS).mapping == {field: field for field in FIELDS}


def test_campaign_parameters_are_taken_beside_a_preset():
    suggestion = suggest(["Record ID", "First Name", "Phone Number", "utm_source", "gclid"])
    assert suggestion.mapping["utm_source"] == "utm_source"
    assert suggestion.mapping["gclid"] == "gclid"


def test_unknown_headers_are_left_to_a_person():
    suggestion = suggest(["foo", "bar"])
    assert suggestion.mapping == {}
    assert "by hand" in suggestion.why


def test_a_suggestion_says_why():
    assert "Record ID" in suggest(["Record ID", "First Name", "Phone Number"]).why


def test_a_chosen_preset_says_which_headers_are_missing():
    with pytest.raises(MappingError, match="no column Phone Number"):
        preset("hubspot", ["Record ID", "First Name"])


def test_a_misspelt_preset_gets_the_nearest_name():
    with pytest.raises(MappingError, match="did you mean 'hubspot'"):
        preset("hubspott", [])


def test_a_misspelt_column_gets_the_nearest_header():
    with pytest.raises(MappingError, match="did you mean 'Work Email'"):
        apply({"email": "Wrok Email"}, ["Work Email", "Tel"])


def test_a_misspelt_field_gets_the_nearest_field():
    with pytest.raises(MappingError, match="did you mean 'company'"):
        apply({"compny": "Firma"}, ["Firma"])


def test_cells_are_trimmed_and_empty_ones_left_out():
    fields_of = apply({"email": "Mail", "phone": "Tel"}, ["Tel", "Mail"])
    assert fields_of(["  ", " ann@example.com "]) == {"email": "ann@example.com"}


def test_two_fields_may_share_a_column():
    fields_of = apply({"campaign": "origin", "source": "origin"}, ["origin"])
    assert fields_of(["social"]) == {"campaign": "social", "source": "social"}


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-03-12T09:14:00Z", datetime(2024, 3, 12, 9, 14, tzinfo=UTC)),
        ("2024-03-12T09:14:00+05:30", datetime(2024, 3, 12, 3, 44, tzinfo=UTC)),
        ("2024-03-12 09:14", datetime(2024, 3, 12, 8, 14, tzinfo=UTC)),
        ("2023-07-06 05:18:21.205000 UTC", datetime(2023, 7, 6, 5, 18, 21, 205000, tzinfo=UTC)),
        ("2024-07-12", datetime(2024, 7, 11, 22, tzinfo=UTC)),
        ("2024/03/12", datetime(2024, 3, 11, 23, tzinfo=UTC)),
        ("45631", datetime(2024, 12, 4, 23, tzinfo=UTC)),
        ("45363.5", datetime(2024, 3, 12, 11, tzinfo=UTC)),
        ("1710234840", datetime(2024, 3, 12, 9, 14, tzinfo=UTC)),
        ("1710234840250", datetime(2024, 3, 12, 9, 14, 0, 250000, tzinfo=UTC)),
        ("3/15/2024 2:30 PM", datetime(2024, 3, 15, 13, 30, tzinfo=UTC)),
        ("15/3/2024 14:30", datetime(2024, 3, 15, 13, 30, tzinfo=UTC)),
        ("12.03.2024", datetime(2024, 3, 11, 23, tzinfo=UTC)),
        ("5/5/24", datetime(2024, 5, 4, 22, tzinfo=UTC)),
        ("15 Apr, 2021 00:03:00", datetime(2021, 4, 14, 22, 3, tzinfo=UTC)),
        ("Mar 15, 2024 12:05 am", datetime(2024, 3, 14, 23, 5, tzinfo=UTC)),
        ("15-Mar-2024", datetime(2024, 3, 14, 23, tzinfo=UTC)),
    ],
)
def test_dates_are_read_in_every_usual_form(text, instant):
    assert parse_instant(text, "Europe/Berlin") == instant


def test_a_date_with_two_readings_is_a_question():
    with pytest.raises(AmbiguousDate, match="day or the month comes first"):
        parse_instant("03/04/2024", "UTC")


@pytest.mark.parametrize(("dayfirst", "month"), [(True, 4), (False, 3)])
def test_the_answer_settles_a_date_with_two_readings(dayfirst, month):
    assert parse_instant("03/04/2024", "UTC", dayfirst).month == month


@pytest.mark.parametrize(
    "text", ["", "soon", "31/31/2024", "30 Feb 2024", "13:00 PM", "12 Foo 2024", "99999"]
)
def test_what_is_no_date_is_refused_with_a_way_out(text):
    with pytest.raises(ValueError, match="2024-03-12 09:14"):
        parse_instant(text, "UTC")


@pytest.mark.parametrize(
    ("samples", "dayfirst"),
    [(["03/04/2024", "25/04/2024"], True), (["03/25/2024"], False), (["03/04/2024"], None),
     (["25/04/2024", "04/25/2024"], None), (["25.04.2024"], None)],
)  # fmt: skip
def test_a_column_of_dates_tells_which_part_is_the_day(samples, dayfirst):
    assert guess_dayfirst(samples) == dayfirst


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text):
    with contextlib.suppress(ValueError):
        assert parse_instant(text, "Europe/Berlin", dayfirst=True).tzinfo is UTC


@given(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_an_iso_instant_is_read_as_written(instant):
    assert parse_instant(instant.replace(tzinfo=UTC).isoformat(), "Asia/Tokyo") == instant.replace(tzinfo=UTC)


@given(st.lists(st.text(max_size=20), max_size=20))
def test_any_headers_get_a_mapping_that_can_be_applied(headers):
    suggestion = suggest(headers)
    fields_of = apply(suggestion.mapping, headers)
    assert set(fields_of([*headers])) <= set(suggestion.mapping)
