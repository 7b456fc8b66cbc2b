"""Two people who change people at the same moment: the last admin remains, and nobody sees a deadlock."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections

from tests.world import NOW
from winnow.people import actions
from winnow.people.models import User

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Done by a thread each, as close together as threads can; what each was refused with, or "done"."""
    said: list[str] = []
    together = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> None:
        together.wait(30)
        try:
            deed()
            said.append("done")
        except actions.NotDone as refusal:
            said.append(str(refusal))
        except Exception as error:  # whatever else reaches a person would be a page of error 500
            said.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said


@pytest.mark.parametrize("deed", [
    lambda one, by: actions.edit_person(one, by=by, now=NOW, role="seller"),
    lambda one, by: actions.deactivate(one, by=by, now=NOW),
])  # fmt: skip
def test_of_two_admins_who_demote_each_other_at_once_one_remains(deed):
    eva, max_ = (
        User.objects.create_user(f"{name}@winnow.example", None, name=name, role="admin", joined_at=NOW)
        for name in ("Eva", "Max")
    )
    for _ in range(8):
        User.objects.update(role="admin", is_active=True)
        said = at_once(partial(deed, max_, eva), partial(deed, eva, max_))
        assert sorted(one.partition(" is the only")[0] for one in said) in (["Eva", "done"], ["Max", "done"])
        assert User.objects.filter(role="admin", is_active=True).count() == 1
