"""What people say about how they are told, and admins about webhooks."""

from typing import Any

from django import forms

from winnow.hooks.posting import may_loop
from winnow.notices.hooks.addresses import Forbidden, target
from winnow.notices.kinds import EVENTS, GROUPS
from winnow.notices.models import Preference, Webhook

FORMS = [("json", "JSON (Standard Webhooks)"), ("chat", "A line of text, as chats take it")]


def clock(label: str, hint: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, help_text=hint, input_formats=["%H:%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip


class AddressField(forms.CharField):
    """An address that a webhook may lead to; where its host leads is looked at with each message."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        if not text:
            return ""
        try:
            target(text, loopback=may_loop())
        except Forbidden as refused:
            raise forms.ValidationError(str(refused)) from None
        return text


class NoticesForm(forms.Form):
    """One's own ways: the daily mail, the quiet hours, an own address, and the groups for each way."""

    digest_at = clock("Daily mail at", "On your working days, if there is something to do. Empty: none.")
    quiet_from = clock("Quiet from", "")
    quiet_until = clock("Quiet until", "")
    address = AddressField(
        label="Your own address", required=False, max_length=500,
        help_text="An incoming webhook of your chat, such as https://chat.example.com/hooks/…",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, choice: Preference, hook: Webhook | None) -> None:
        initial: dict[str, Any] = {
            "digest_at": choice.digest_at, "quiet_from": choice.quiet_from, "quiet_until": choice.quiet_until,
            "address": hook.address if hook else "",
        }  # fmt: skip
        initial |= {f"bell_{group.key}": group.key not in choice.muted for group in GROUPS}
        initial |= {f"chat_{group.key}": group.key in choice.chatted for group in GROUPS}
        super().__init__(data, initial=initial)
        for group in GROUPS:
            for way, words in (("bell", "At the bell"), ("chat", "Own address")):
                box = forms.CheckboxInput(attrs={"aria-label": f"{words}: {group.text}"})
                self.fields[f"{way}_{group.key}"] = forms.BooleanField(required=False, widget=box)

    def rows(self) -> list[tuple[str, Any, Any]]:
        """Each group with its two boxes."""
        return [(group.text, self[f"bell_{group.key}"], self[f"chat_{group.key}"]) for group in GROUPS]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(said.get("quiet_from")) != bool(said.get("quiet_until")):
            self.add_error("quiet_until", "Quiet hours need both ends. Leave both empty for none.")
        wants = any(said.get(f"chat_{group.key}") for group in GROUPS)
        if wants and not said.get("address") and "address" not in self.errors:
            self.add_error("address", "Say where to, or take the marks for it away.")
        return said

    def as_choice(self) -> dict[str, Any]:
        said = self.cleaned_data
        times = {
            name: f"{said[name]:%H:%M}" if said[name] else ""
            for name in ("digest_at", "quiet_from", "quiet_until")
        }
        return {
            **times,
            "muted": [group.key for group in GROUPS if not said[f"bell_{group.key}"]],
            "chatted": [group.key for group in GROUPS if said[f"chat_{group.key}"]],
        }


class WebhookForm(forms.Form):
    """Where a webhook leads, and what it wants to hear."""

    address = AddressField(
        label="Address", max_length=500, widget=forms.URLInput(attrs={"autocomplete": "off"})
    )
    form = forms.ChoiceField(label="Form", choices=FORMS, widget=forms.RadioSelect, initial="json")
    events = forms.MultipleChoiceField(
        label="What it is told", choices=list(EVENTS.items()), widget=forms.CheckboxSelectMultiple,
        initial=["overdue", "verdict_overdue", "escalated", "managers_list"],
    )  # fmt: skip
