"""Undo of a file of outcomes: orders and verdicts are taken back, prospects are what they were."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from winnow.flow.imports.before import before, is_work
from winnow.flow.scene import Scene
from winnow.intake.models import Brought, Import
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Order, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Outcome, Stage, State
from winnow.qualify import actions as qualify


def take_back(row: Import, scene: Scene, by: int | None, reason: str) -> tuple[Counter[str], list[int]]:
    """All that the import brought to these prospects; those worked on since lose only what it brought."""
    brought = Brought.objects.filter(batch=row, prospect_id__in=scene.rows, undone_at=None)
    rows = list(brought)
    standing = _standing([one.order_id for one in rows if one.order_id])
    orders = list(standing)
    verdicts = [one.decision for one in rows if one.decision]
    mine, since = _events(row.pk, scene, set(orders))
    counts = Counter(orders=len(orders), verdicts=len(verdicts))
    withdrawn = Counter(standing.values())
    changes, kept = [], []
    for number in scene.rows:
        restores = not since[number] or _is_bought_no_more(scene.row(number), withdrawn[number])
        changes.append(_change(scene, number, mine[number], withdrawn[number], restores, reason))
        counts["restored" if restores else "kept"] += 1
        kept += [] if restores else [number]
    Order.objects.filter(id__in=orders).update(withdrawn_at=scene.now)
    qualify.take_back_verdicts(verdicts)
    scene.apply(changes, scene.actor(by, "user" if by else "import"))
    brought.update(undone_at=scene.now)
    return counts, kept


def _standing(numbers: Sequence[int]) -> dict[int, int]:
    """Order and prospect of those that nobody has taken back meanwhile."""
    rows = Order.objects.filter(id__in=numbers, withdrawn_at=None)
    return dict(rows.values_list("id", "prospect_id"))


def _events(
    batch: int, scene: Scene, orders: set[int]
) -> tuple[defaultdict[int, list[Event]], defaultdict[int, list[Event]]]:
    """The import's own Events of each prospect, and the work done after the first of them."""
    mine: defaultdict[int, list[Event]] = defaultdict(list)
    since: defaultdict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(prospect_id__in=scene.rows).order_by("id"):
        number = event.prospect_id or 0
        if event.data.get("import") == batch or event.data.get("order") in orders:
            mine[number].append(event)
        elif mine[number] and event.kind != Kind.WITHDRAWN and (is_work(event) or _moves(event)):
            since[number].append(event)
    return mine, since


def _moves(event: Event) -> bool:
    """A later inquiry that brought it back to a desk."""
    return event.kind in (Kind.REPEATED, Kind.RECYCLED, Kind.REOPENED)


def _is_bought_no_more(prospect: Prospect, withdrawn: int) -> bool:
    return prospect.outcome == Outcome.BOUGHT and prospect.order_count <= withdrawn


def _change(
    scene: Scene, number: int, mine: Sequence[Event], withdrawn: int, restores: bool, reason: str
) -> Change:
    prospect = scene.row(number)
    also = before(mine) if restores else {}
    state, stage, outcome = also.pop("state", None), also.pop("stage", None), also.get("outcome")
    also["order_count"] = prospect.order_count - withdrawn
    said = " ".join(part for part in ("The import of its outcome was undone.", reason.strip()) if part)
    return Change(
        number, Kind.WITHDRAWN, scene.now, said, state=State(state) if state else None,
        stage=Stage(stage) if stage else None, outcome=Outcome(outcome) if outcome else None, also=also,
        data={"undoes": [one.pk for one in mine]},
    )  # fmt: skip
