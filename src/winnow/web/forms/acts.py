"""What can be done with a prospect from its own page; each form is one action of the flow."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from winnow.followup.plan import revisit
from winnow.people.models import User
from winnow.procedure.asked import Reason
from winnow.prospects.models import Order
from winnow.prospects.words import NextAction, Role, TouchKind
from winnow.web.forms.instants import LocalField, day_field, instant, morning_of, promised_field, zone_field
from winnow.web.forms.touch import BY_HAND, KINDS
from winnow.web.views.desk_page import Sheet

MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}


class LogForm(forms.Form):
    """A touch that happened away from the desk, or a note of one."""

    def __init__(self, of: Sheet, data: Any = None) -> None:
        super().__init__(data, auto_id="touch_%s")
        rules = [
            (one.key, one.text)
            for one in of.procedure.dispositions
            if one.then in ("retry", "keep", "qualify")
        ]
        kind = of.row.next_action if of.row.next_action in set(TouchKind) else TouchKind.CALL
        self.fields |= {
            "disposition": forms.ChoiceField(label="How did it go?", choices=[("", "Choose"), *rules]),
            "kind": forms.ChoiceField(label="By", choices=KINDS, initial=kind),
            "direction": forms.ChoiceField(label="Who began it?", choices=[("out", "We did"), ("in", "They did")]),
            "minutes": forms.IntegerField(label="Minutes", min_value=0, max_value=1440, required=False),
            "note": forms.CharField(label="Note", required=False, max_length=8000, widget=forms.Textarea(
                attrs={"rows": 3, "data-draft": f"prospect-{of.row.id}-touch"})),
        }  # fmt: skip


class RescheduleForm(forms.Form):
    def __init__(self, of: Sheet, data: Any = None) -> None:
        super().__init__(data, auto_id="reschedule_%s")
        self.of = of
        self.fields |= {
            "when": LocalField(label="When"),
            "zone": zone_field(of.user.zone, of.zone, of.now),
            "next_action": forms.ChoiceField(label="What", choices=[("", "As it is"), *BY_HAND], required=False),
            "promised": forms.BooleanField(
                label="Promised to them", required=False,
                help_text="Then it comes at that very minute, before everything else."),
            "reason": forms.CharField(label="Why?", max_length=300),
        }  # fmt: skip

    def when(self) -> datetime:
        said = self.cleaned_data
        theirs = said.get("zone") == "theirs" and self.of.zone
        return instant(said["when"], theirs or self.of.user.zone)

    def next_action(self) -> NextAction | None:
        said = self.cleaned_data["next_action"]
        return NextAction(said) if said else None


class ReassignForm(forms.Form):
    def __init__(self, of: Sheet, data: Any = None) -> None:
        super().__init__(data, auto_id="reassign_%s")
        self.fields |= {
            "to": forms.ChoiceField(
                label="To", choices=[("", "As the routing decides"), *_people(of)], required=False
            ),
            "reason": forms.CharField(label="Why?", max_length=300),
        }


def _people(of: Sheet) -> list[tuple[str, str]]:
    """Who may have it: those who work in its state; its owner's team first."""
    roles = [Role.MARKETER] if of.row.state == "nurture" else [Role.QUALIFIER, Role.SELLER, Role.MANAGER]
    users = (
        User.objects.filter(is_active=True, role__in=roles)
        .exclude(id=of.row.owner_id or 0)
        .select_related("team")
    )
    team = of.row.owner.team_id if of.row.owner else None
    ranked = sorted(users, key=lambda one: (one.team_id != team, one.name))
    return [(str(one.id), f"{one.name}, {one.role}{f', {one.team}' if one.team else ''}") for one in ranked]


class NurtureForm(forms.Form):
    def __init__(self, of: Sheet, data: Any = None) -> None:
        super().__init__(data, auto_id="nurture_%s")
        self.of = of
        due = revisit(of.procedure, of.now).due_at.astimezone(ZoneInfo(of.user.zone)).date()
        reasons = [(one.text, one.text) for one in of.procedure.qualification.nurture_reasons]
        self.fields |= {
            "reason": forms.ChoiceField(label="Why not now?", choices=reasons, widget=forms.RadioSelect),
            "day": day_field("Look again on", required=True, initial=due),
            "promised": promised_field(),
            "note": forms.CharField(label="Note", required=False, max_length=4000,
                                    widget=forms.Textarea(attrs={"rows": 2})),
        }  # fmt: skip

    def chosen(self) -> Reason:
        """The reason as the procedure knows it; the track is chosen by its key."""
        reasons = self.of.procedure.qualification.nurture_reasons
        return next(one for one in reasons if one.text == self.cleaned_data["reason"])

    def revisit(self) -> datetime:
        return morning_of(self.cleaned_data["day"], self.of.user.zone)


class ReopenForm(forms.Form):
    def __init__(self, of: Sheet, data: Any = None) -> None:
        super().__init__(data, auto_id="reopen_%s")
        self.fields["reason"] = forms.CharField(label="Why is it taken up again?", max_length=300)


class OrderForm(forms.Form):
    def __init__(self, of: Sheet, data: Any = None) -> None:
        super().__init__(data, auto_id="order_%s")
        self.of = of
        today = of.now.astimezone(ZoneInfo(of.user.zone)).date()
        self.fields |= {
            "amount": forms.DecimalField(label="Amount", min_value=0, **MONEY),
            "currency": forms.RegexField(
                label="Currency", regex=r"^[A-Za-z]{3}$", initial=of.procedure.company.currency,
                error_messages={"invalid": "Three letters, as in EUR."}),
            "margin": forms.DecimalField(
                label="Margin", required=False, help_text="In money, not in per cent.", **MONEY),
            "po_number": forms.CharField(label="Purchase order number", max_length=80, required=False),
            "day": day_field("Ordered on", required=True, initial=today),
        }  # fmt: skip

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def at(self) -> datetime:
        """Now if it was today, which is after all that happened before; of another day its morning."""
        day = self.cleaned_data["day"]
        is_today = day == self.of.now.astimezone(ZoneInfo(self.of.user.zone)).date()
        return self.of.now if is_today else min(morning_of(day, self.of.user.zone), self.of.now)


class CorrectForm(OrderForm):
    """An order as it should have been recorded."""

    def __init__(self, of: Sheet, known: Order, data: Any = None) -> None:
        super().__init__(of, data)
        self.known, self.day = known, known.at.astimezone(ZoneInfo(of.user.zone)).date()
        values = {"amount": known.amount, "currency": known.currency, "margin": known.margin,
                  "po_number": known.po_number, "day": self.day}  # fmt: skip
        for name, value in values.items():
            self.fields[name].initial = value
        self.fields["reason"] = forms.CharField(label="What was wrong?", max_length=300)

    def at(self) -> datetime:
        """As it was, if the day is the same."""
        return self.known.at if self.cleaned_data["day"] == self.day else super().at()


class TakeBackForm(forms.Form):
    """Only the reason."""

    def __init__(self, of: Sheet, data: Any = None) -> None:
        super().__init__(data, auto_id="take_back_%s")
        self.fields["reason"] = forms.CharField(label="Why should it not have been?", max_length=300)
