"""Mail in a whole life, over a line that fails as lines do; what reached somebody is kept as their server saw it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.mail.world import complaint, incoming, report
from tests.story.always_holds import AlwaysHolds
from winnow.correspondence import queries
from winnow.correspondence.models import Mail
from winnow.correspondence.words import Purpose, Scope, Status
from winnow.flow.mailing import sending
from winnow.flow.mailing.claiming import claim
from winnow.flow.mailing.incoming import take_in
from winnow.flow.mailing.outgoing import by_itself
from winnow.flow.mailing.returned import bounced
from winnow.flow.mailing.wishes import Wisher, take_back, unsubscribe
from winnow.flow.privacy.why import silent_among, withdrawn_among
from winnow.nurture.queries import asks, may_be_asked
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect
from winnow.prospects.queries import family

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
FAULTS = ("", "", "", "later", "never", "gone", "lost after DATA", "killed after DATA", "killed before")


class Reached(NamedTuple):
    """What somebody's server took."""

    mail: int
    message_id: str
    person: int
    purpose: str
    at: datetime


class MailActs(AlwaysHolds):
    """Mixed into the machine that has `now`, `some_prospect` and `try_to`."""

    reached: list[Reached]

    @initialize()
    def nobody_was_written_to(self) -> None:
        self.reached = []

    @rule(faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=8), rounds=st.integers(1, 3))
    def mail_goes_out(self, faults: list[str], rounds: int) -> None:
        for turn in range(rounds):
            claimed = claim(now=self.now, worker="story")
            for place, one in enumerate(claimed):
                self.hand_over(one.mail, faults[(turn + place) % len(faults)])
            self.now += timedelta(minutes=7)  # a lease is over by then

    def hand_over(self, number: int, fault: str) -> None:
        """As the sender does it; the names of faults say what the line does."""
        if not sending.last_look(number) or fault == "killed before":
            return
        row = Mail.objects.get(pk=number)
        if fault in ("", "lost after DATA", "killed after DATA"):
            self.arrives(row)
        if fault == "":
            sending.sent(number, now=self.now)
        elif fault == "lost after DATA":
            sending.put_off(number, "Connection reset", now=self.now, perhaps=True)
        elif fault == "later":
            sending.put_off(number, "451 try again", now=self.now)
        elif fault == "never":
            sending.refused(number, "554 no", now=self.now)
        elif fault == "gone":
            bounced(row, "550 no such user", now=self.now)

    def arrives(self, row: Mail) -> None:
        """At the instant at which the server of theirs takes it, it must be one that may come."""
        person = row.person_id or 0
        if person:
            scopes = queries.suppressed({row.to_address.lower()}).get(row.to_address.lower(), set())
            assert not silent_among([person]), "after they asked for no contact"
            assert Scope.EVERYTHING not in scopes, "after a complaint or bounce"
            assert not withdrawn_among([row]), "after they withdrew what it rests on"
            unasked = row.purpose == Purpose.MARKETING or by_itself(row.key)
            assert not (unasked and scopes), "after unsubscribing"
            self.is_still_wanted(row)
            if row.purpose == Purpose.MARKETING:
                self.stays_under_the_caps(row.pk, person)
        self.reached.append(Reached(row.pk, row.message_id, person, row.purpose, self.now))

    def is_still_wanted(self, row: Mail) -> None:
        """What was decided before they were finished, or worked on, is not for them any more."""
        of = Prospect.objects.get(pk=row.prospect_id)
        assert not by_itself(row.key) or of.state != "closed", "of a cadence, and they are finished"
        assert not asks(row.key) or may_be_asked(of), "did you buy, and it is known"

    def stays_under_the_caps(self, mail: int, person: int) -> None:
        rules = in_force(self.now)[1].mail
        tops = family({person, *(one.person for one in self.reached)})
        for span, most in ((WEEK, rules.most_a_week), (MONTH, rules.most_a_month)):
            others = {
                one.mail
                for one in self.reached
                if one.purpose == Purpose.MARKETING
                and one.mail != mail
                and tops.get(one.person) == tops.get(person)
                and abs(self.now - one.at) < span
            }
            again = any(one.mail == mail for one in self.reached)  # its twin, which has the same Message-ID
            assert again or len(others) < most, f"over the cap of {span.days} days"

    @rule(number=st.integers(0, 9), kind=st.sampled_from(["reply", "away", "hard", "soft", "spam"]))
    def something_comes_back(self, number: int, kind: str) -> None:
        rows = list(Mail.objects.filter(direction="out", sent_at__isnull=False).order_by("-id")[:5])
        if not rows:
            return
        about = rows[number % len(rows)]
        raw = {
            "reply": lambda: self.letter(about, "Yes, call me"),
            "away": lambda: self.letter(about, "I am away", Auto_Submitted="auto-replied"),
            "hard": lambda: report(about),
            "soft": lambda: report(about, "4.2.2"),
            "spam": lambda: complaint(about),
        }[kind]()
        raw = raw.replace(b"Message-ID: <", f"Message-ID: <{about.pk}x{len(self.reached)}".encode(), 1)
        taken = self.try_to(lambda: take_in(raw, now=self.now))
        assert taken is not None

    def letter(self, about: Mail, text: str, **headers: str) -> bytes:
        sender = about.to_address or "somebody@else.test"
        return incoming(sender, text=text, at=self.now, In_Reply_To=about.message_id, **headers)

    @rule(number=st.integers(0, 30), wants=st.booleans())
    def they_unsubscribe_or_think_better_of_it(self, number: int, wants: bool) -> None:
        row = Prospect.objects.select_related("person").filter(id=self.some_prospect(number)).first()
        person = row.person if row else None
        if person and person.email:
            who = Wisher(person.pk, queries.digest(person.email))
            self.try_to(lambda: (take_back if wants else unsubscribe)(who, now=self.now))

    @invariant()
    def what_came_twice_is_seen_to_be_the_same(self) -> None:
        if not hasattr(self, "undo"):
            return
        assert len({one.mail for one in self.reached}) == len({one.message_id for one in self.reached})

    @invariant()
    def what_waits_is_not_for_whoever_asked_for_silence(self) -> None:
        if not hasattr(self, "undo"):
            return
        owed = Mail.objects.filter(status=Status.WAITING, person__isnull=False)
        assert not silent_among(set(owed.values_list("person_id", flat=True)))
