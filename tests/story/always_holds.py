"""What holds at every moment of every life: asked of the database after each step."""

from django.db.models import Count, Q
from hypothesis.stateful import RuleBasedStateMachine, invariant

from winnow.people.models import Load
from winnow.prospects.models import Event, Inquiry, Notification, Order, Prospect


class AlwaysHolds(RuleBasedStateMachine):
    """The refusals of the design; `taken_in` counts inquiries, `merged` says that counts are shared by now."""

    taken_in: int
    merged: bool

    @invariant()
    def nothing_is_dropped(self) -> None:
        if not hasattr(self, "undo"):
            return
        pursued = Q(owner__isnull=False, due_at__isnull=False, outcome="") & ~Q(next_action="")
        watched = Q(check_at__isnull=False) | Q(escalation=3)
        assert not Prospect.objects.exclude(state="closed").exclude(pursued).exists()
        assert not Prospect.objects.exclude(state="closed").exclude(watched).exists()
        assert not Prospect.objects.filter(state="closed").filter(Q(outcome="") | Q(closed_at=None)).exists()

    @invariant()
    def every_inquiry_is_somebodys_and_every_person_has_one_prospect(self) -> None:
        if not hasattr(self, "undo"):
            return
        assert Inquiry.objects.count() == self.taken_in
        if not self.merged:
            assert sum(Prospect.objects.values_list("inquiries", flat=True)) == self.taken_in
        assert not Prospect.objects.exclude(merged_into=None).exclude(state="closed").exists()
        own = Prospect.objects.filter(further_of=None)
        doubled = own.values("person").annotate(many=Count("id")).filter(many__gt=1)
        assert not doubled.exists()

    def own_or_merged(self, row: Prospect) -> Q:
        """Orders of this prospect and of all that were merged into it, however many times over."""
        numbers, found = set(), {row.id}
        while found - numbers:
            numbers |= found
            found = set(Prospect.objects.filter(merged_into__in=numbers).values_list("id", flat=True))
        return Q(prospect__in=numbers)

    @invariant()
    def loads_and_orders_add_up(self) -> None:
        if not hasattr(self, "undo"):
            return
        held = dict(
            Prospect.objects.filter(state="working").values_list("owner").annotate(Count("id")).order_by()
        )
        assert {load.user_id: load.working for load in Load.objects.filter(working__gt=0)} == held
        for row in Prospect.objects.filter(outcome="bought", merged_into=None):
            assert (
                row.order_count
                == Order.objects.filter(self.own_or_merged(row), withdrawn_at=None).count()
                >= 1
            )

    @invariant()
    def every_event_says_under_which_procedure_and_leaves_what_is(self) -> None:
        if not hasattr(self, "undo"):
            return
        assert not Event.objects.filter(prospect__isnull=False, version=None).exists()
        for row in Prospect.objects.all():
            last = Event.objects.filter(prospect=row).order_by("-id")[0]
            assert (last.stage, last.state, last.outcome, last.owner_id) == (
                row.stage, row.state, row.outcome, row.owner_id,
            )  # fmt: skip

    @invariant()
    def nobody_is_told_twice(self) -> None:
        if not hasattr(self, "undo"):
            return
        assert Notification.objects.count() == Notification.objects.values("effect").distinct().count()
