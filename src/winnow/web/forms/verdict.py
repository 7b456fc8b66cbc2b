"""The verdict of the desk, and a seller's answer to a handover."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from winnow.followup.plan import revisit
from winnow.people.models import User
from winnow.procedure.schema import Procedure
from winnow.prospects.words import Role, Verdict
from winnow.web.forms.instants import day_field, promised_field
from winnow.web.views.desk_page import Sheet


class VerdictForm(forms.Form):
    """Which fields there are depends on the verdict: whom to hand it to, or why not and when to look again."""

    def __init__(
        self, of: Sheet, verdict: Verdict | None, data: Any = None, advised: Verdict | None = None
    ) -> None:
        super().__init__(data, auto_id="verdict_%s")
        self.of, self.verdict = of, verdict
        rules = of.procedure.qualification
        if verdict is Verdict.QUALIFIED:
            self.fields["to"] = forms.ChoiceField(label="Hand over to", choices=_sellers(of), required=False)
            if advised is not Verdict.QUALIFIED:
                self.fields["despite"] = forms.CharField(
                    label="Why is it a lead all the same?", max_length=1000,
                    help_text="The answers advise otherwise; your reason is kept with the verdict.",
                )  # fmt: skip
        elif verdict is not None:
            allowed = rules.nurture_reasons if verdict is Verdict.NURTURE else rules.disqualify_reasons
            self.fields["reason"] = forms.ChoiceField(
                label="Why?", choices=[(one.key, one.text) for one in allowed], widget=forms.RadioSelect
            )
        if verdict is Verdict.NURTURE:
            self.fields["day"] = day_field("Look again on", required=True, initial=_look_again(of))
            self.fields["promised"] = promised_field()
        if verdict is not None:
            self.fields["note"] = forms.CharField(
                label="Note", required=False, max_length=4000, widget=forms.Textarea(
                    attrs={"rows": 2, "data-draft": f"prospect-{of.row.id}-verdict"}),
            )  # fmt: skip
            self._ask_minutes()

    def _ask_minutes(self) -> None:
        """A conversation that is not logged yet is logged with the verdict, so that its minutes count."""
        if self.of.row.next_action != "qualify":
            self.fields["minutes"] = forms.IntegerField(
                label="Minutes of this conversation", min_value=0, max_value=1440, required=False,
                help_text="Logged with the verdict. Leave it empty if there was none.",
            )  # fmt: skip


def _look_again(of: Sheet) -> Any:
    due = revisit(of.procedure, of.now, of.procedure.qualification.revisit_days).due_at
    return due.astimezone(ZoneInfo(of.user.zone)).date()


def _sellers(of: Sheet) -> list[tuple[str, str]]:
    """As routed, or any active seller; the desk's own team first."""
    sellers = User.objects.filter(role=Role.SELLER, is_active=True).select_related("team", "load")
    mine = of.user.team_id
    ranked = sorted(sellers, key=lambda one: (one.team_id != mine, one.name))
    return [("", "As routed"), *((str(one.id), _seller(one)) for one in ranked)]


def _seller(user: User) -> str:
    load = getattr(user, "load", None)
    return f"{user.name}{f', {user.team}' if user.team else ''} · {load.working if load else 0} open"


class ReplyForm(forms.Form):
    """Yes, or no with one of the procedure's reasons."""

    def __init__(self, procedure: Procedure, data: Any = None) -> None:
        super().__init__(data, auto_id="reply_%s")
        reasons = [(one.key, one.text) for one in procedure.qualification.reject_reasons]
        self.fields["answer"] = forms.ChoiceField(
            choices=[("yes", "Accept"), *reasons], widget=forms.RadioSelect
        )
        self.fields["note"] = forms.CharField(
            label="Note to the desk",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
