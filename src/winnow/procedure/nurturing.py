"""The part of the procedure on nurture: tracks and their mails, links, what interest counts; and "did you buy?"."""

from typing import Annotated

from pydantic import Field

from winnow.procedure.shapes import Days, Frozen, Key, Whole

Address = Annotated[str, Field(pattern=r"^https?://[^\s{}<>\"]{1,1900}$")]
Weight = Annotated[int, Field(strict=True, ge=0, le=1_000)]
Seconds = Annotated[int, Field(strict=True, ge=0, le=3_600)]


class Link(Frozen):
    """A page that mails of tracks lead to, by `{link:key}`. A `marked` one says that they want to talk."""

    key: Key
    text: str
    url: Address
    marked: bool = False


class TrackStep(Frozen):
    """One mail of a track: on a day of the stay, or as soon as their interest has reached so many points."""

    key: Key
    text: str
    on_day: Days | None = None
    at_interest: Annotated[int, Field(strict=True, ge=1, le=1_000)] | None = None
    subject: str
    body: str


class Track(Frozen):
    """What is sent to whom while they are not ripe. Each list that is not empty must hold; the first track fits."""

    key: Key
    text: str
    reasons: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    revisit_day: Days = 0
    steps: tuple[TrackStep, ...] = ()

    def step(self, key: str) -> TrackStep | None:
        return next((one for one in self.steps if one.key == key), None)


class Interest(Frozen):
    """What a sign of interest counts, how fast it fades, and which clicks are a machine's."""

    click: Weight = 4
    form: Weight = 6
    reply: Weight = 10
    half_life_days: Annotated[int, Field(strict=True, ge=1, le=3_650)] = 30
    back_at: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 10
    too_soon_seconds: Seconds = 60
    together_seconds: Seconds = 20


class Nurture(Frozen):
    """Who holds what is off the sellers' desks, what they are sent, and when it is looked at again."""

    revisit_days: Days = 90
    horizon_days: Days = 730
    quiet_before_promise_days: Days = 7
    interest: Interest = Interest()
    links: tuple[Link, ...] = ()
    tracks: tuple[Track, ...] = ()

    def track(self, key: str) -> Track | None:
        return next((one for one in self.tracks if one.key == key), None)

    def link(self, key: str) -> Link | None:
        return next((one for one in self.links if one.key == key), None)


class DidYouBuy(Frozen):
    """When we ask those who did not order what became of it, and how."""

    on: bool = False
    after_days: tuple[Annotated[int, Field(strict=True, ge=1, le=3_650)], ...] = (182, 365)
    at_horizon: bool = True
    late_days: Days = 60
    open_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 60
    change_days: Days = 14
    call_after_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 14
    calls_a_week: Whole = 10
    subject: str = "One question about your inquiry"
    body: str = "Did you buy in the meantime? One click answers it: {ask}"
