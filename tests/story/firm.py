"""The firm of a whole life: its people, its inquirers, and what any story of them needs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.mail.world import that_writes
from tests.nurture_world import with_tracks
from tests.story.always_holds import AlwaysHolds
from tests.world import NOW, people, raw
from winnow.flow import Terms, receive
from winnow.flow.finish import Rest, nurture
from winnow.flow.merge import Merge, merge, unmerge
from winnow.flow.scene import Refused
from winnow.flow.tick import tick
from winnow.people.models import User
from winnow.procedure.actions import default_text, publish
from winnow.prospects.lifecycle import NotAllowed
from winnow.prospects.models import Event, Prospect
from winnow.prospects.transitions import Actor

PERSONS = [f"pat{number}@firm{number % 4}.test" for number in range(8)]
REASON = "Because the test says so"


class Firm(AlwaysHolds):
    """Rules and words that the stories share; mixed in last."""

    @initialize(writes=st.booleans())
    def open_the_firm(self, writes: bool) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = NOW
        self.cast = people()
        self.desk = [self.cast.anna, self.cast.ben, self.cast.ned]
        self.everybody = [*self.desk, self.cast.cem, self.cast.mia, self.cast.ada, self.cast.nora]
        self.taken_in = 0
        self.merged = False
        self.text = with_tracks(that_writes(default_text())) if writes else default_text()
        if writes:
            publish(self.text, now=NOW - timedelta(days=1), by=self.cast.ada, reason=REASON)

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def try_to(self, act: Callable[[], Any]) -> Any:
        """Do it, or be told why not; either way nothing may be half done."""
        try:
            with transaction.atomic():
                return act()
        except (Refused, NotAllowed):
            return None

    def some_prospect(self, number: int) -> int:
        ids = list(Prospect.objects.order_by("id").values_list("id", flat=True))
        return ids[number % len(ids)] if ids else 0

    def someone(self, number: int) -> User:
        return self.everybody[number % len(self.everybody)]

    # Inquiries

    @rule(
        who=st.lists(st.sampled_from(PERSONS), min_size=1, max_size=4),
        channel=st.sampled_from(["web", "phone", "trade_show", "list"]),
        history=st.booleans(),
    )
    def they_inquire(self, who: list[str], channel: str, history: bool) -> None:
        terms = Terms(Actor("door"), history=history)
        receipts = receive([raw(email=one, channel=channel) for one in who], now=self.now, terms=terms)
        assert all(receipt.status in ("accepted", "repeated") for receipt in receipts)
        self.taken_in += len(receipts)

    @rule(text=st.sampled_from(["", "not-an-address", "<script>", "\x00"]))
    def nonsense_comes_in(self, text: str) -> None:
        receipt = receive([raw(email=text, message="")], now=self.now, terms=Terms(Actor("door")))[0]
        assert receipt.status == "rejected"
        assert receipt.held

    # Time

    @rule(minutes=st.sampled_from([1, 20, 60, 300, 1_440, 10_080, 57_600]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def the_worker_ticks(self) -> None:
        ticked = tick(self.now, worker="test")
        assert ticked.failed == 0

    @rule(hours=st.sampled_from([-1, 1]))
    def the_clock_jumps(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    # Into nurture

    @rule(number=st.integers(0, 30), days=st.sampled_from([None, -1, 30, 5_000]))
    def it_goes_to_nurture(self, number: int, days: int | None) -> None:
        if not (prospect := self.some_prospect(number)):
            return
        revisit = None if days is None else self.now + timedelta(days=days)
        self.try_to(
            lambda: nurture([Rest(prospect, self.now, self.cast.cem.id, REASON, revisit)], now=self.now)
        )

    # One person under two names

    @rule(keep=st.integers(0, 30), lose=st.integers(0, 30))
    def two_are_merged(self, keep: int, lose: int) -> None:
        one, other = self.some_prospect(keep), self.some_prospect(lose)
        if one and other:
            self.merged = True
            self.try_to(lambda: merge(Merge(one, other, self.cast.cem.id, REASON), now=self.now))

    @rule(number=st.integers(0, 30))
    def a_merge_is_undone(self, number: int) -> None:
        merges = list(Event.objects.filter(kind="merged").order_by("id").values_list("id", flat=True))
        if merges:
            event = merges[number % len(merges)]
            self.try_to(lambda: unmerge(event, by=self.cast.cem.id, reason=REASON, now=self.now))
