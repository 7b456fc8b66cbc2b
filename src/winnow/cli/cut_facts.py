"""An evaluation as JSON: the keys that are promised, and what explains them."""

from typing import Any

from winnow.cli.cut_history import Ready
from winnow.qualify.cut.evaluate import Evaluation, Kept, Safe
from winnow.qualify.cut.report import headline, safe_said


def told(found: Evaluation, about: Ready) -> dict[str, Any]:
    """`used, refused, method, auc, kept, safe, refusal` keep their names and shapes; the rest may grow."""
    refused = [*about.refused, *found.refused]
    named = {one.column for one in refused} | set(found.used)
    idle = [name for name in about.history.frame.names if name not in named]
    return {
        "said": headline(found),
        "used": [*found.used, *idle],
        "told_nothing": idle,
        "refused": [{"column": one.column, "reason": one.reason} for one in refused],
        "method": found.method,
        "auc": _short(found.auc.value),
        "auc_interval": [_short(found.auc.low), _short(found.auc.high)],
        "kept": {f"{share * 100:.0f}": _kept(kept) for share, kept in found.kept.items()},
        "safe": {f"{lose * 100:.0f}": _safe(safe) for lose, safe in found.safe.items()},
        "safe_money": {
            f"{lose * 100:.0f}": {"share": _short(one.share), "why": one.why}
            for lose, one in found.safe_money.items()
        },
        "refusal": found.refusal or None,
        "calibration": _calibration(found),
        "prices": [
            {"share": one.share, "lost": _short(one.lost), "low": _short(one.low), "high": _short(one.high),
             "at_most": _short(one.bound), "money": _short(one.money)}
            for one in found.prices if round(one.share * 100) % 5 == 0
        ],
        "rows": about.rows, "prospects": found.rows, "orders": found.orders, "positive": about.positive,
        "tested": {"prospects": len(found.tested.sold), "orders": found.tested.orders,
                   "newest": found.in_time, "fitted_on": found.trained},
        "would_help": found.would_help or None, "why": list(found.why),
        "notes": about.notes_on(found.used, found.refused),
    }  # fmt: skip


def _kept(kept: Kept) -> list[float]:
    return [_short(kept.value), _short(kept.low), _short(kept.high)]


def _safe(safe: Safe) -> dict[str, Any]:
    return {
        "share": _short(safe.share), "lost": _short(safe.lost), "broken": safe.is_broken,
        "lost_interval": [_short(safe.low), _short(safe.high)], "orders": safe.orders,
        "from_here": _short(safe.from_here.share), "said": safe_said(safe), "why": safe.why or safe.from_here.why,
    }  # fmt: skip


def _calibration(found: Evaluation) -> dict[str, Any]:
    return {
        "error": _short(found.calibration.error),
        "bins": [
            {"expected": _short(one.expected), "happened": _short(one.happened), "low": _short(one.low),
             "high": _short(one.high), "prospects": one.prospects}
            for one in found.calibration.bins
        ],
    }  # fmt: skip


def _short(number: float) -> float:
    return round(float(number), 4)
