"""A row of a file as an inquiry: its cells under our names, its instant, its channel; or what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from winnow.intake.inquiry import Cleaned, Raw, Rejected
from winnow.intake.presets import apply
from winnow.intake.presets_dates import parse_instant
from winnow.prospects.channel_words import channel_of
from winnow.prospects.words import Channel

IDENTIFYING = ("email", "phone", "name", "first_name", "last_name", "external_id")
MORE = "(more cells)"  # of a row that is longer than its header


@dataclass(frozen=True)
class Options:
    """How the rows of one file are to be understood. `mapping` is {our field: column of the file}.

    `dayfirst` None: only dates that can be read in one way are taken. `clocks`: rows are live inquiries, not history.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    preset: str = ""
    blanks: tuple[str, ...] = ()
    channel: str = ""  # empty: what the source's word says, else list
    campaign: str = ""
    source: str = ""
    consent: str = ""
    skip_known: bool = False
    timezone: str = "UTC"
    dayfirst: bool | None = None
    clocks: bool = False
    encoding: str | None = None
    delimiter: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "blanks": list(self.blanks)}  # as JSON gives it back

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Options":
        return cls(**{**stored, "blanks": tuple(stored.get("blanks", ()))})


class Entry(NamedTuple):
    """One row on its way: as an inquiry, cleaned if that happened ahead, or with the problem that rejects it."""

    number: int
    raw: Raw
    problem: str = ""
    cleaned: Cleaned | Rejected | None = None


def entry_maker(
    options: Options, headers: Sequence[str]
) -> Callable[[int, Sequence[str], str | None], Entry]:
    """What turns (row number, cells, problem) into an Entry. Raises MappingError for a mapping that does not fit."""
    fields_of = apply(options.mapping, headers, options.blanks)
    zone, channel = ZoneInfo(options.timezone), Channel(options.channel or Channel.LIST)
    telling = "channel" if options.channel or "channel" in options.mapping else "source"

    def bad(number: int, cells: Sequence[str], problem: str) -> Entry:
        raw = Raw(
            {},
            payload_of(headers, cells),
            channel,
            "import",
            options.campaign,
            options.source or options.preset,
        )
        return Entry(number, raw, problem)

    def make(number: int, cells: Sequence[str], problem: str | None) -> Entry:
        if problem:
            return bad(number, cells, f"Row {number} {problem}")
        fields = fields_of(cells)
        said = fields.get("received_at")
        try:
            at = parse_instant(said, zone, options.dayfirst) if said else None
        except ValueError as error:
            return bad(number, cells, f"The date cannot be used: {error}.")
        if options.consent and "consent_basis" not in fields:
            fields["consent_basis"] = options.consent
        word = fields.get(telling)
        raw = Raw(
            fields=fields,
            payload=payload_of(headers, cells),
            channel=(channel_of(word) if word else None) or channel,
            door="import",
            campaign=fields.get("campaign") or options.campaign,
            source=(options.source or fields.get("source") or options.preset)[:120],
            external_id=fields.get("external_id", ""),
            received_at=at,
        )
        return Entry(number, raw)

    return make


def payload_of(headers: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """The row as it came, by column; empty cells are left out."""
    payload: dict[str, Any] = {header: cell for header, cell in zip(headers, cells, strict=False) if cell}
    if len(cells) > len(headers):
        payload[MORE] = list(cells[len(headers) :])
    return payload


def cells_of(headers: Sequence[str], payload: Mapping[str, Any]) -> list[str]:
    """The row again from its payload, for the error file."""
    return [*(str(payload.get(header, "")) for header in headers), *map(str, payload.get(MORE, ()))]


def missing_from(mapping: Iterable[str]) -> str:
    """Says so if nothing in a mapping tells who inquired; empty if something does."""
    if set(mapping) & set(IDENTIFYING):
        return ""
    return f"No column says who inquired: map at least one of {', '.join(IDENTIFYING)}."
