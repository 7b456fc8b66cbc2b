"""The result of one touch: disposition, minutes, note, and whatever that disposition asks for."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from winnow.flow.work import Dispose
from winnow.followup.after import ToNurture
from winnow.followup.plan import Plan, by_hand
from winnow.procedure.schema import Disposition
from winnow.prospects.words import Direction, NextAction, Outcome, TouchKind
from winnow.web.forms.ending import demanded, mirrored
from winnow.web.forms.instants import LocalField, day_field, instant, morning_of, promised_field, zone_field
from winnow.web.views.desk_effects import ACTIONS, planned
from winnow.web.views.desk_page import Sheet

KINDS = [(kind.value, "E-mail" if kind is TouchKind.EMAIL else kind.value.capitalize()) for kind in TouchKind]
BY_HAND = [(one.value, ACTIONS[one]) for one in (
    NextAction.CALL, NextAction.EMAIL, NextAction.MESSAGE, NextAction.MEETING, NextAction.LETTER, NextAction.SOCIAL,
    NextAction.QUALIFY, NextAction.CLOSE_DEAL, NextAction.CARE,
)]  # fmt: skip


class TouchForm(forms.Form):
    """`rule` is the disposition that was chosen, or None before one is; it decides which fields there are."""

    kind = forms.ChoiceField(label="By", choices=KINDS, required=False)
    direction = forms.ChoiceField(
        label="Who began it?", choices=[("out", "We did"), ("in", "They did")], required=False
    )
    minutes = forms.IntegerField(label="Minutes", min_value=0, max_value=1440, required=False)
    note = forms.CharField(
        label="Note", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, of: Sheet, rule: Disposition | None, data: Any = None) -> None:
        super().__init__(data, auto_id="work_%s")
        self.of, self.rule = of, rule
        self.fields["kind"].initial = _kind(of, rule)
        self.fields["note"].widget.attrs["data-draft"] = f"prospect-{of.row.id}-note"
        if rule:
            self.fields["minutes"].initial = rule.default_minutes
            self._ask(rule)

    def _ask(self, rule: Disposition) -> None:
        if rule.then == "close" and rule.outcome:
            demanded(self, self.of.procedure, self.of.row, Outcome(rule.outcome))
            self.fields["note"].required = self.of.procedure.closing[rule.outcome].needs_note
        elif rule.then == "nurture":
            self._ask_nurture()
        elif rule.then == "call_back":
            self.fields["when"] = LocalField(label="Call back at")
            self.fields["zone"] = zone_field(self.of.user.zone, self.of.zone, self.of.now)
        else:
            self._ask_next(rule)

    def _ask_nurture(self) -> None:
        told = [one for one in self.of.procedure.qualification.nurture_reasons if not one.nobody_reached]
        self.fields["reason"] = forms.ChoiceField(
            label="Why not now?", choices=[(one.key, one.text) for one in told], widget=forms.RadioSelect
        )
        initial = None
        plan = planned(self.rule, self.of) if self.rule else None
        if isinstance(plan, ToNurture):
            initial = plan.plan.due_at.astimezone(ZoneInfo(self.of.user.zone)).date()
        self.fields["day"] = day_field("Look again on", required=True, initial=initial)
        self.fields["promised"] = promised_field()

    def _ask_next(self, rule: Disposition) -> None:
        if rule.needs_reason:
            self.fields["reason"] = forms.CharField(label="Why?", max_length=300)
        plan = planned(rule, self.of)
        if not isinstance(plan, Plan):
            return
        local = max(plan.available_at, self.of.now).astimezone(ZoneInfo(self.of.user.zone))
        when, action = f"{local:%Y-%m-%dT%H:%M}", str(plan.next_action)
        choices = BY_HAND if action in dict(BY_HAND) else [(action, ACTIONS[NextAction(action)]), *BY_HAND]
        self.fields |= {
            "next_action": forms.ChoiceField(label="What", choices=choices, initial=action, required=False),
            "next_when": LocalField(label="When (your time)", initial=when, required=False),
            "next_why": forms.CharField(label="Why something else?", max_length=300, required=False),
            "was_action": forms.ChoiceField(
                choices=list(ACTIONS.items()), widget=forms.HiddenInput, initial=action, required=False
            ),
            "was_when": LocalField(widget=forms.HiddenInput, initial=when, required=False),
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self._departs(said) and not said.get("next_why", "").strip():
            self.add_error("next_why", "You changed what the procedure sets next. Say why.")
        return said

    def _departs(self, said: dict[str, Any]) -> bool:
        when = said.get("next_when")
        moved = when is not None and said.get("was_when") and when != said["was_when"]
        other = said.get("was_action") and said.get("next_action") not in ("", said["was_action"])
        return bool(moved or other)

    def done(self, now: datetime, *, holding: bool) -> Dispose:
        """The touch as the flow takes it."""
        said, rule = self.cleaned_data, self.rule
        if rule is None:
            raise ValueError("a touch without a disposition")
        return Dispose(
            self.of.row.id, rule.key, now, self.of.user.id,
            kind=TouchKind(said.get("kind") or _kind(self.of, rule)),
            direction=Direction(said.get("direction") or "out"), minutes=said.get("minutes"),
            note=said.get("note", ""), reason=self._reason(said), when=self._when(said),
            promised=bool(said.get("promised")), competitor=said.get("competitor", ""),
            checked=tuple(said.get("checked", ())), holding=holding,
            mirror=mirrored(said), next=self._next(said),
        )  # fmt: skip

    def _reason(self, said: dict[str, Any]) -> str:
        reason = str(said.get("reason", ""))
        if self.rule and self.rule.then == "nurture":
            texts = {one.key: one.text for one in self.of.procedure.qualification.nurture_reasons}
            return texts.get(reason, reason)
        return reason

    def _when(self, said: dict[str, Any]) -> datetime | None:
        if said.get("day"):
            return morning_of(said["day"], self.of.user.zone)
        if not said.get("when"):
            return None
        theirs = said.get("zone") == "theirs" and self.of.zone
        return instant(said["when"], theirs or self.of.user.zone)

    def _next(self, said: dict[str, Any]) -> Plan | None:
        if not self._departs(said):
            return None
        wall = said.get("next_when") or said.get("was_when")
        when = max(instant(wall, self.of.user.zone), self.of.now) if wall else self.of.now
        action = NextAction(said.get("next_action") or said["was_action"])
        return by_hand(action, when, said["next_why"])


def _kind(of: Sheet, rule: Disposition | None) -> str:
    """By what it most likely happened: what was to be done next, or what the disposition itself names."""
    if rule and rule.key.startswith("email"):
        return TouchKind.EMAIL
    known = {kind.value for kind in TouchKind}
    return of.row.next_action if of.row.next_action in known else TouchKind.CALL
