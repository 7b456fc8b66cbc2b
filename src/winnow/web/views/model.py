"""The learned model on one page: what it is, its rivals, what it uses and refuses, whether its odds came true."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from winnow.flow import learning
from winnow.measure.shares import Share
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.qualify.models import LearnedModel, ModelChange
from winnow.qualify.odds import queries
from winnow.qualify.odds.seen import ANSWER, PROOF
from winnow.web.access import may_open
from winnow.web.forms.model import WhyForm
from winnow.web.lists import Listing, Sort
from winnow.web.views.learning import tabs
from winnow.web.views.odds import within

SIZE, EDGE, REST = 320, 48, 24  # of the picture, in its own units
STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
HISTORY = Listing(name="models", noun="models", sorts=(Sort("new", "number"),), default="-new", size=30)
SAID = {
    "learned": "was learned", "promoted": "came into use", "kept": "is not used", "frozen": "was frozen",
    "unfrozen": "may be replaced again", "rolled_back": "was taken back into use",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bin:
    """Prospects of similar odds: what was said, what came, and where that lies in the picture."""

    rows: int
    said: float
    came: float
    low: float
    high: float
    x: float
    y: float
    y_low: float
    y_high: float


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "model/model.html", shown(request))


def shown(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """Everything on the page; `more` replaces parts of it, as a form with its errors."""
    now = timezone.now()
    procedure, model = in_force(now)[1], queries.champion()
    listed = HISTORY.open(request, queries.models())
    page = {
        "tabs": tabs(request, "model"), "now": now, "model": model, "rules": procedure.learning,
        "standing": learning.standing(procedure), "within": within(procedure), "currency": procedure.company.currency,
        "list": listed, "changes": _changes(listed.rows), "form": WhyForm(name="hold"),
        "use_form": WhyForm(name="use"), "may_act": may_open("model_freeze", request.user),
    }  # fmt: skip
    return page | (_of(model, procedure) if model else {}) | more


def _changes(models: list[LearnedModel]) -> list[tuple[ModelChange, str]]:
    return [(one, SAID[one.kind]) for one in queries.changes(models)]


def _of(model: LearnedModel, procedure: Procedure) -> dict[str, Any]:
    """What the page tells of the model in use."""
    data = model.data
    rivals = sorted(model.validation.get("rivals", {}).values(), key=lambda one: -one["auc"])
    bins, top = _bins(data.get("reliability", []))
    return {
        "rivals": rivals, "bins": bins, "axis": _axis(top), "size": SIZE, "edge": EDGE,
        "base": model.validation.get("base"), "calibration": data.get("calibration", {}).get("kind", "none"),
        "used": [_named(name, procedure) for name in data.get("used", [])],
        "refused": [(_named(name, procedure), name, reason) for name, reason, *_ in data.get("refused", [])],
        "margins": data.get("margin", {}).get("reliability"), "hours": data.get("hours", {}).get("reliability"),
    }  # fmt: skip


def _bins(reliability: list[list[float]]) -> tuple[list[Bin], float]:
    """With 95 % intervals; the picture's axes end at the first round number above all of them."""
    told = []
    for rows, said, came in reliability:
        low, high = Share(round(came * rows), round(rows)).interval or (0.0, 1.0)
        told.append((round(rows), said, came, low, high))
    most = max((max(said, high) for _, said, _, _, high in told), default=1.0)
    top = next((step for step in STEPS if step >= most), 1.0)
    return [Bin(*one, _x(one[1] / top), *(_y(value / top) for value in one[2:])) for one in told], top


def _axis(top: float) -> list[tuple[float, float, float]]:
    """Quarters of the axes: the share, and where it lies across and up."""
    return [(top * part, _x(part), _y(part)) for part in (0.0, 0.25, 0.5, 0.75, 1.0)]


def _x(part: float) -> float:
    return round(EDGE + part * (SIZE - EDGE - REST), 1)


def _y(part: float) -> float:
    return round(SIZE - EDGE - part * (SIZE - EDGE - REST), 1)


def _named(name: str, procedure: Procedure) -> str:
    """A column as people call it."""
    for kind, words in ((ANSWER, "the answer to “{}”"), (PROOF, "the proof for “{}”")):
        if name.startswith(kind):
            key = name.removeprefix(kind)
            questions = {one.key: one.text for one in procedure.qualification.questions}
            return words.format(questions.get(key, key.replace("_", " ")))
    return name
