"""Tables that are made together are the tables that would be made one by one."""

from django.db.migrations import CreateModel

from winnow.backup.migrating import Together, tables_together


def test_they_stand_in_the_order_of_before_and_what_follows_them_stays_by_itself() -> None:
    first, second, later = CreateModel("A", []), CreateModel("B", []), CreateModel("C", [])
    other = CreateModelOfAnotherKind("D", [])

    [both, between, alone] = tables_together([first, second, other, later])

    assert isinstance(both, Together)
    assert both.tables == [first, second]
    assert between is other
    assert isinstance(alone, Together)
    assert alone.tables == [later]


class CreateModelOfAnotherKind(CreateModel):
    """What might do more than to make a table."""
