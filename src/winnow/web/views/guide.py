"""The style guide: every component of the look on one page, with made-up people."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.messages.constants import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from winnow.web.templatetags.vocabulary import LOOKS
from winnow.web.templatetags.winnow_ui import icon_names

NOW = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)
DISPOSITIONS = [
    ("No answer", "Try again in 4 h"),
    ("Left voicemail", "Try again tomorrow, send the mail"),
    ("Call back at…", "Top of your queue then"),
    ("Qualified", "Lead; hand over to a seller"),
    ("Bad timing", "Nurture, with a date"),
    ("Not interested", "Close, with the reason"),
    ("Wrong number", "Try the mail address"),
    ("Bought elsewhere", "Close; from whom?"),
    ("Do not contact", "Every channel stops now"),
]


class ExampleForm(forms.Form):
    """One field of each kind, with a hint here and an error there."""

    name = forms.CharField(label="Name", initial="Mette Krag")
    email = forms.EmailField(label="E-mail", help_text="Where the offer goes. Nobody else sees it.")
    amount = forms.DecimalField(label="Order amount", initial="12400")
    stage = forms.ChoiceField(label="Stage", choices=[("lead", "Lead"), ("opportunity", "Opportunity")])
    evidence = forms.ChoiceField(
        label="How do we know?",
        widget=forms.RadioSelect,
        initial="stated",
        choices=[
            ("stated", "They said so"),
            ("corroborated", "We checked it"),
            ("purchase_order", "Purchase order"),
        ],
    )
    period = forms.ChoiceField(
        label="Period",
        widget=forms.RadioSelect,
        initial="quarter",
        choices=[("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"data-draft": "guide-note", "rows": 3}))
    again = forms.BooleanField(label="Ask again before the budget round", required=False, initial=True)


def _clock(minutes_left: float, of: float = 60) -> dict[str, datetime]:
    due = NOW + timedelta(minutes=minutes_left)
    return {"due": due, "start": due - timedelta(minutes=of)}


def _prospects() -> list[dict[str, Any]]:
    rows = [
        ("Mette Krag", "Nordlys Ventilation", "lead", 82, "Ann Baker", 41.5, _clock(34)),
        ("Tomás Herrera", "Talleres Herrera", "inquiry", 64, "Ben Okafor", 12, _clock(9)),
        ("Priya Raman", "Coastal Cold Chain", "opportunity", 91, "Ann Baker", 388.2, _clock(-47)),
        ("J. van der Westhuizen-Oosterbroek", "", "inquiry", 37, "", 0, _clock(60 * 26, 60 * 48)),
    ]
    names = ("name", "company", "stage", "score", "owner", "cost", "clock")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _frame() -> dict[str, Any]:
    pages = [
        ("Next", "next", "q", True, 12), ("Prospects", "users", "p", False, None),
        ("Coverage", "shield", "v", False, 3), ("Campaigns", "megaphone", "m", False, None),
        ("Intake", "inbox", "i", False, None), ("Procedure", "doc", "r", False, None),
        ("Company", "gear", "a", False, None),
    ]  # fmt: skip
    nav = [
        dict(zip(("label", "icon", "key", "current", "count"), page, strict=True), url="#main")
        for page in pages
    ]
    menu = [{"label": "Your account", "url": "#main", "icon": "user"},
            {"label": "Sign out", "url": "#main", "icon": "signout", "post": True}]  # fmt: skip
    return {
        "nav": nav, "menu": menu, "me": {"name": "Ann Baker", "role": "Seller"}, "search_url": "/prospects/",
        "bell": {"url": "#main", "count": 4}, "site_name": "Halden Pumps",
        "breadcrumbs": [{"label": "Company", "url": "#main"}, {"label": "Style guide"}],
    }  # fmt: skip


def _figures() -> dict[str, Any]:
    return {
        "reasons": [
            {"label": "Budget is set aside", "points": 18, "note": "corroborated by their tender"},
            {"label": "Decides alone", "points": 12},
            {"label": "Campaign: Pumps at Hannover", "points": 9},
            {"label": "Free-mail address", "points": -7},
        ],
        "why": ["Speaks Danish, as Ann does", "Ann has 12 of 40 open; Ben is away until Thursday"],
        "trend": [4, 6, 5, 9, 8, 12, 11, 15, 14, 18],
    }


def _form() -> ExampleForm:
    given = {name: field.initial or "" for name, field in ExampleForm.base_fields.items()}
    return ExampleForm({**given, "email": "mette@nordlys", "stage": "lead", "note": "Wants a second visit."})


def _lists() -> dict[str, Any]:
    return {
        "prospects": _prospects(),
        "pages": {"shown": 4, "total": 3127, "before": None, "after": "c2"},
        "chips": [
            {"name": "stage", "label": "Stage: lead"},
            {"name": "owner", "label": "Owner: Ann Baker"},
        ],
        "tabs": [
            {"label": "Open", "url": "#main", "current": True, "count": 128},
            {"label": "Nurture", "url": "#main", "count": 1904},
            {"label": "Closed", "url": "#main"},
        ],
        "steps": ["Upload", "Map the columns", "Try it dry", "Run"],
    }


@login_required
def guide(request: HttpRequest) -> HttpResponse:
    """The page itself, with nothing of the company's own on it."""
    context = {
        **_frame(),
        **_figures(),
        **_lists(),
        "now": NOW,
        "at": NOW - timedelta(hours=3),
        "form": _form(),
        "dispositions": DISPOSITIONS,
        "words": list(LOOKS),
        "icons": icon_names(),
        "messages": [
            Message(SUCCESS, "Closed as bought elsewhere.", "undo:/guide/"),
            Message(ERROR, "Nothing was saved."),
        ],
    }
    return render(request, "components/guide.html", context)
