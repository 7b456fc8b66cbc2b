"""What a decision at the desk needs to know: the locked rows, the procedure, people and their calendars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from winnow.flow import profit, verdict_clock
from winnow.flow.at_work import everybody, opening
from winnow.flow.customers.following import follow as follow_customers
from winnow.flow.deals import limits
from winnow.flow.deals.following import follow
from winnow.flow.nurturing import staying
from winnow.flow.pursuits import pursue, ways_of
from winnow.followup import plan as plans
from winnow.followup import queries as calendars
from winnow.followup.plan import Plan
from winnow.followup.ways import Ways
from winnow.followup.worktime import Calendar
from winnow.people.models import Team, User
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects import bulk
from winnow.prospects.models import Person, Prospect
from winnow.prospects.transitions import Actor, Change, Pursuit, apply, lock
from winnow.prospects.whole import whole_rows
from winnow.prospects.words import Role
from winnow.route.assign.known import Known
from winnow.route.rules import Candidate, Routed, Wanted, pick


class Refused(Exception):
    """What was asked cannot be done; the text says why and what to do. Nothing was written."""


class Held(Refused):
    """Somebody else holds this prospect now (409)."""


@dataclass(slots=True)
class Scene:
    """Loaded once for a list of decisions, inside their transaction."""

    now: datetime
    version: int
    procedure: Procedure
    rows: dict[int, Prospect]
    persons: dict[int, Person]
    users: dict[int, User]
    _candidates: list[Candidate] = field(default_factory=list)
    _loads: dict[int, int] = field(default_factory=dict)
    _known: dict[bool, Known] = field(default_factory=dict)

    @classmethod
    def of(cls, prospects: Iterable[int], *, now: datetime, merged: bool = False) -> "Scene":
        """Lock the prospects. Raises Refused if one does not exist, or was merged into another (unless `merged`)."""
        wanted = set(prospects)
        rows = lock(wanted)
        if missing := wanted - rows.keys():
            raise Refused(f"There is no prospect {min(missing)}.")
        into = next((row.merged_into_id for row in rows.values() if row.merged_into_id), None)
        if into and not merged:
            raise Refused(f"This prospect was merged into prospect {into}. Open that one.")
        version, procedure = in_force(now)
        persons = bulk.rows(Person, {row.person_id for row in rows.values()})
        if any(person.erased_at for person in persons.values()):
            raise Refused("This person was erased: nothing is known of them any more.")
        return cls(now, version, procedure, rows, persons, _everybody())

    def row(self, prospect: int) -> Prospect:
        return self.rows[prospect]

    def open_row(self, prospect: int) -> Prospect:
        """The row of a prospect that is not closed. Raises Refused if it is."""
        row = self.rows[prospect]
        if not row.is_open:
            raise Refused("This prospect is closed. Take it up again first.")
        return row

    def person(self, prospect: int) -> Person:
        return self.persons[self.rows[prospect].person_id]

    def team(self, user: int | None) -> str:
        found = self.users.get(user or 0)
        return found.team.name if found and found.team else ""

    def calendar(self, user: int | None) -> Calendar:
        return calendars.calendar(self.procedure, self.team(user), self.now)

    def ways(self, prospect: int) -> Ways:
        return ways_of(self.person(prospect))

    def first(self, prospect: int, at: datetime, owner: int | None) -> Plan:
        """What it starts with anew at this owner's desk."""
        row, person = self.rows[prospect], self.person(prospect)
        calendar = self.calendar(owner)
        return plans.first(self.procedure, row.channel, at, calendar, person.timezone, ways_of(person))

    def pursue(self, plan: Plan, owner: int | None) -> Pursuit:
        return pursue(plan, self.procedure, self.calendar(owner))

    def actor(self, user: int | None, by: str = "user") -> Actor:
        return Actor("user" if user and by == "user" else by, user)

    def everybody(self) -> list[Candidate]:
        """The people as routing sees them, and their loads; read when first asked for."""
        if not self._candidates:
            people, self._loads = everybody(self.procedure, self.now)
            self._candidates = limits.of_sellers(self.procedure, people, self._loads)
        return self._candidates

    def pick(
        self, prospect: int, role: Role, exclude: Sequence[int] = (), company_owner: int | None = None,
        *, at_once: bool = False,
    ) -> Routed:  # fmt: skip
        """Who of this role should take it; `at_once`: of those who may, who is at work, or else soonest."""
        everybody, routing = self.everybody(), limits.routing(self.procedure)
        if at_once and not routing.at_work:
            everybody = opening(self.procedure, everybody, self.now)
            routing = routing.model_copy(update={"at_work": True})
        row, person = self.rows[prospect], self.person(prospect)
        wanted = Wanted(
            role=role, channel=row.channel, country=person.country, language=person.language,
            industry=person.industry, company_owner=company_owner, exclude=frozenset(exclude), number=row.id,
        )  # fmt: skip
        known = None
        if self.procedure.routing.method == "most_profit":
            worth = profit.worth_of(row)
            wanted = replace(wanted, worth=worth.profit, hours=worth.hours)
            known = self._profitable(worth.learned)
        routed = pick([wanted], everybody, self._loads, routing, known)[0]
        self._loads[routed.owner] = self._loads.get(routed.owner, 0) + 1
        return routed

    def _profitable(self, learned: bool) -> Known:
        """What is known of people and places, in the unit of the learned odds or of the written score."""
        if learned not in self._known:
            self._known[learned] = profit.known(self.now, seed=self.version, learned=learned)
        return self._known[learned]

    def apply(self, changes: Sequence[Change], actor: Actor) -> dict[int, Prospect]:
        """Write them, each with the instant at which the worker must look again."""
        watched = verdict_clock.watched(self, changes)
        changed = apply(watched, actor=actor, version=self.version, rows=self.rows)
        follow(self.procedure, changes, self.rows)
        staying.follow(self.procedure, changes, self.rows)
        follow_customers(self.procedure, changes, self.rows, self.now, self.looked_after_by)
        return changed

    def looked_after_by(self, prospect: int) -> int:
        """Who looks after a customer: the one who has its prospect if they sell or lead, else a seller."""
        owner = self.users.get(self.rows[prospect].owner_id or 0)
        sells = (
            owner is not None and owner.is_active and owner.role in (Role.SELLER, Role.MANAGER, Role.ADMIN)
        )
        return owner.pk if owner and sells else self.pick(prospect, Role.SELLER).owner


def _everybody() -> dict[int, User]:
    """All people with their teams; every decision needs them, and compiling the query would cost more than it."""
    teams = {team.pk: team for team in whole_rows(Team)}
    users = {user.pk: user for user in whole_rows(User, 'ORDER BY "id"')}
    for user in users.values():
        user.team = teams.get(user.team_id or 0)
    return users
