"""A small company for the table of who may open what: two teams with all five roles, and one of each thing."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from winnow.people import actions
from winnow.people.models import Absence, Team, Token, User
from winnow.procedure.actions import ensure_default
from winnow.prospects.models import Campaign, Company, Effect, Event, Inquiry, Notification, Person, Prospect
from winnow.prospects.words import Role

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class World:
    """People by (team, role), and what belongs to the own team. An area keeps more in `more`."""

    people: dict[tuple[str, str], User]
    team: Team
    prospect: Prospect
    inquiry: Inquiry
    campaign: Campaign
    token: Token
    absence: Absence
    notice: Notification
    link: str
    event: Event
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def seller(self) -> User:
        return self.people["own", "seller"]


def make_world() -> World:
    """Everything that samples refer to, written straight into the tables."""
    ensure_default(NOW)
    teams = {name: Team.objects.create(name=name) for name in ("own", "other")}
    people = {
        (name, role.value): User.objects.create_user(
            f"{role}@{name}.example.com",
            "four unrelated words",
            name=f"{role} of {name}",
            role=role,
            team=teams[name],
            joined_at=NOW,
        )
        for name in teams
        for role in Role
    }
    seller = people["own", "seller"]
    campaign = Campaign.objects.create(name="Spring", channel="web", created_at=NOW)
    prospect = _prospect(seller, campaign)
    _, token = actions.create_token("site", ["intake"], user=people["own", "admin"], now=NOW)
    return World(
        people=people,
        team=teams["own"],
        prospect=prospect,
        inquiry=prospect.inquiries_made.get(),
        campaign=campaign,
        token=token,
        absence=Absence.objects.create(user=seller, starts=date(2026, 5, 1), ends=date(2026, 5, 2)),
        notice=_notice(seller, prospect),
        event=Event.objects.create(prospect=prospect, at=NOW, kind="opened", by="door", version=1),
        link=actions.make_link(seller, now=datetime.now(UTC)),
    )


def _prospect(owner: User, campaign: Campaign) -> Prospect:
    company = Company.objects.create(key="nordlys.example", name="Nordlys", created_at=NOW)
    person = Person.objects.create(
        name="Mette Krag", email="mette@nordlys.example", company=company, created_at=NOW
    )
    prospect = Prospect.objects.create(
        person=person, company=company, stage="inquiry", state="working", owner=owner, next_action="call",
        due_at=NOW + timedelta(hours=1), available_at=NOW, queue="2_new", channel="web", campaign=campaign,
        first_inquiry_at=NOW, last_inquiry_at=NOW, check_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    Inquiry.objects.create(
        prospect=prospect,
        at=NOW,
        recorded_at=NOW,
        channel="web",
        door="api",
        campaign=campaign,
        message="Pumps?",
    )
    return prospect


def _notice(user: User, prospect: Prospect) -> Notification:
    effect = Effect.objects.create(key="n1", kind="notify", user=user, prospect=prospect, created_at=NOW)
    return Notification.objects.create(
        effect=effect, user=user, prospect=prospect, at=NOW, kind="assigned", text="Mette Krag is yours."
    )
