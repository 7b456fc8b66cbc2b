"""Cleaning as a whole: one inquiry in, its standard form or a refusal out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.intake.clean import LIMITS, TRACE_LIMIT, TRACES_LIMIT, clean, clean_all
from winnow.intake.inquiry import Cleaned, Raw, Rejected
from winnow.prospects.words import Channel


def raw(external_id: str = "", source: str = "", **fields: str) -> Raw:
    return Raw(fields, fields, Channel.WEB, external_id=external_id, source=source)


def cleaned(**fields: str) -> Cleaned:
    found = clean(raw(**fields), country="DE")
    assert isinstance(found, Cleaned), found
    return found


def rejected(**fields: str) -> Rejected:
    found = clean(raw(**fields), country="DE")
    assert isinstance(found, Rejected), found
    return found


def test_a_whole_inquiry_gets_every_value_in_its_standard_form() -> None:
    found = cleaned(
        email=" Anna.Weber@Mail.ACME.co.uk ", phone="020 7946 0018", first_name="ANNA", last_name="WEBER",
        company="Acme  Ltd", country="Royaume-Uni", language="en-GB", message="Two pumps.\r\nSoon.",
        utm_source="Google", source="web", external_id="7",
    )  # fmt: skip
    assert found == Cleaned(
        email="Anna.Weber@mail.acme.co.uk", mail_kind="business", phone="+442079460018", name="Anna Weber",
        company="Acme Ltd", domain="acme.co.uk", country="GB", language="en", timezone="Europe/London",
        message="Two pumps.\nSoon.", utm={"utm_source": "Google"}, source="web", external_id="7",
        keys=("x:web|7", "e:anna.weber@mail.acme.co.uk", "p:+442079460018", "n:anna weber|acme.co.uk"),
    )  # fmt: skip


def test_nothing_to_reach_a_person_by_is_rejected_with_what_to_do() -> None:
    assert rejected(message="Hello", company="Acme").reasons == (
        "Nobody can be reached: give at least one of email, phone, name or external_id.",
    )


def test_a_broken_mail_alone_is_rejected_and_quoted() -> None:
    (reason,) = rejected(email="foo@").reasons
    assert reason.startswith("The e-mail address “foo@” is not valid: ")


def test_a_broken_mail_beside_a_good_phone_is_only_noted() -> None:
    found = cleaned(email="foo@", phone="+49 30 1234567")
    assert found.email == ""
    assert "“foo@” is not valid" in found.notes[0]


def test_a_broken_phone_alone_is_rejected_and_quoted() -> None:
    assert "“12” is not valid in DE" in rejected(phone="12").reasons[0]


def test_a_broken_phone_beside_a_mail_is_kept_in_the_notes() -> None:
    assert "“call me”" in cleaned(email="a@acme.com", phone="call me").notes[0]


@pytest.mark.parametrize("blank", ["", "  ", "-", "n/a", "N/A", "none", "NULL", "Select", "\x00", "​"])
def test_blank_words_count_as_nothing(blank: str) -> None:
    assert cleaned(email="a@acme.com", phone=blank, company=blank, title=blank, city=blank) == cleaned(
        email="a@acme.com"
    )


def test_an_external_id_alone_is_enough() -> None:
    assert cleaned(external_id="8ab", source="olist").keys == ("x:olist|8ab",)


def test_a_name_alone_is_enough() -> None:
    assert cleaned(name="Anna Weber").keys == ()


def test_an_external_id_too_long_to_be_kept_apart_is_rejected() -> None:
    assert "send one of at most 120" in rejected(external_id="9" * 121).reasons[0]


def test_html_stays_text() -> None:
    assert cleaned(name="Eve", message="<script>alert(1)</script>").message == "<script>alert(1)</script>"


def test_a_message_too_long_is_cut_and_that_is_noted() -> None:
    found = cleaned(name="Anna", message="x" * 40_000)
    assert len(found.message) == 32_000
    assert found.notes == ("The message had 40,000 characters; only the first 32,000 are shown here.",)


def test_line_breaks_cannot_enter_a_single_line_field() -> None:
    found = cleaned(name="Anna\r\nBcc: all@acme.com", company="A\nB", title="C\tD")
    assert (found.name, found.company, found.title) == ("Anna Bcc: all@acme.com", "A B", "C D")


def test_tracking_values_stay_as_sent_and_first_touch_apart_from_last() -> None:
    found = cleaned(
        name="Anna", first_name="x", utm_source="FaceBook", first_utm_source="google", gclid="aB-1", foo="z"
    )
    assert found.utm == {"utm_source": "FaceBook", "first_utm_source": "google", "gclid": "aB-1"}


def test_tracking_values_are_limited_in_size_and_number() -> None:
    found = cleaned(name="Anna", **{f"utm_{number}": "x" * 5_000 for number in range(100)})
    assert len(found.utm) == TRACES_LIMIT
    assert {len(value) for value in found.utm.values()} == {TRACE_LIMIT}


def test_the_domain_of_a_website_serves_where_the_mail_is_private() -> None:
    found = cleaned(email="anna@gmail.com", name="Anna Weber", website="https://www.acme.de/contact?x=1")
    assert (found.mail_kind, found.domain) == ("free", "acme.de")
    assert "n:anna weber|acme.de" in found.keys


def test_the_country_is_taken_from_an_international_number_and_that_is_noted() -> None:
    found = cleaned(phone="+33 1 42 68 53 00")
    assert (found.country, found.timezone) == ("FR", "Europe/Paris")
    assert found.notes == ("The country FR is taken from the phone number.",)


def test_a_country_with_several_zones_gets_no_guess() -> None:
    assert cleaned(phone="+1 212 555 2368").timezone == ""


def test_an_unknown_country_or_language_is_noted_and_left_empty() -> None:
    found = cleaned(name="Anna", country="Atlantis", language="Klingon")
    assert (found.country, found.language, len(found.notes)) == ("", "", 2)


def test_of_several_addresses_the_first_is_taken_and_the_rest_noted() -> None:
    found = cleaned(email="a@acme.com; b@acme.com")
    assert found.email == "a@acme.com"
    assert "b@acme.com" in found.notes[0]


def test_a_batch_is_answered_in_its_order() -> None:
    batch = [raw(email="a@acme.com"), raw(), raw(name="Bo")]
    assert [type(one) for one in clean_all(batch, country="DE")] == [Cleaned, Rejected, Cleaned]


_FIELD_NAMES = (
    "email phone name first_name last_name company website country city title language message source "
    "desired_outcome value_hint consent_basis external_id utm_source first_page"
)
FIELDS = _FIELD_NAMES.split()
anything = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["a@b.de", "+49301234567", "030 1234567", "DE"]
)


@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_whatever_comes_is_cleaned_or_rejected_and_can_be_stored(fields: dict[str, str]) -> None:
    found = clean(raw(**fields), country="DE")
    if isinstance(found, Rejected):
        assert all(found.reasons)
        return
    texts = [found.email, found.phone, found.name, found.company, found.message, found.title, *found.keys]
    "".join([*texts, *found.utm.values(), *found.notes]).encode()
    assert "\x00" not in "".join(texts)
    assert all(len(key) <= 200 for key in found.keys)
    assert found.email or found.phone or found.name or found.external_id


@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_cleaning_what_is_clean_changes_nothing(fields: dict[str, str]) -> None:
    once = clean(raw(**fields), country="DE")
    if isinstance(once, Rejected):
        return
    again = clean(
        raw(
            email=once.email, phone=once.phone, name=once.name, company=once.company, country=once.country,
            city=once.city, title=once.title, message=once.message, external_id=once.external_id,
            source=once.source, website=fields.get("website", ""),
        ), country="DE",
    )  # fmt: skip
    assert isinstance(again, Cleaned)
    assert (again.email, again.phone, again.name, again.keys) == (
        once.email,
        once.phone,
        once.name,
        once.keys,
    )
    assert (again.message, again.company) == (once.message, once.company)
    assert once.country in ("", again.country)  # a number in E.164 now tells it


def test_every_limit_holds() -> None:
    found = cleaned(
        **{"name": "a b" * 500, "email": "a@acme.com"}
        | {key: "x y" * 20_000 for key in LIMITS if key != "name"}
    )
    assert all(len(getattr(found, key)) <= limit for key, limit in LIMITS.items())
