"""The only writers of people, teams, links and tokens: one transaction each, an Event, no secret in it."""

from winnow.people.actions.keys import (
    SCOPES,
    create_token,
    drop_second_factors,
    end_sessions,
    make_link,
    revoke_token,
    use_link,
)
from winnow.people.actions.notices import read_notices
from winnow.people.actions.persons import (
    add_absence,
    add_person,
    choose_password,
    deactivate,
    drop_absence,
    edit_person,
    first_admin,
    prefer,
    reactivate,
)
from winnow.people.actions.record import NotDone, record
from winnow.people.actions.teams import add_team, drop_team, edit_team

__all__ = [
    "SCOPES",
    "NotDone",
    "add_absence",
    "add_person",
    "add_team",
    "choose_password",
    "create_token",
    "deactivate",
    "drop_absence",
    "drop_second_factors",
    "drop_team",
    "edit_person",
    "edit_team",
    "end_sessions",
    "first_admin",
    "make_link",
    "prefer",
    "reactivate",
    "read_notices",
    "record",
    "revoke_token",
    "use_link",
]
