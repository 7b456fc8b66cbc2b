"""What time for prospecting does to a whole life: it changes an order, and hides nothing."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.story.always_holds import AlwaysHolds
from winnow.flow.claims import next_for, queue_of
from winnow.followup.actions import free, release
from winnow.followup.blocks import actions


class BlocksActs(AlwaysHolds):
    """Mixed into the machine that has `now` and `desk`."""

    @rule(who=st.integers(0, 2), hours=st.sampled_from([1, 2, 6]))
    def a_block_begins(self, who: int, hours: int) -> None:
        actions.begin(self.desk[who], timedelta(hours=hours), now=self.now)

    @rule(who=st.integers(0, 2))
    def a_block_stops(self, who: int) -> None:
        actions.stop(self.desk[who], now=self.now)

    @rule(who=st.integers(0, 2))
    def whoever_has_something_waiting_is_offered_something(self, who: int) -> None:
        user = self.desk[who]
        waits = queue_of(user, now=self.now).filter(free(user.id, self.now)).exists()
        row = next_for(user, now=self.now)
        assert row is not None or not waits
        if row is not None:
            release(row.id, user.id)
