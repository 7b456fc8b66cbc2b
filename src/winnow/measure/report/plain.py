"""Results of metrics as plain data for JSON."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any

import numpy as np

from winnow.measure.canonical import Unknown
from winnow.measure.curves.cure import CureCurve
from winnow.measure.curves.kaplan_meier import Curve

POINTS = 60  # of a curve
MOST = 200  # groups of one metric


def plain(value: Any) -> Any:
    """Dataclasses by field with their derived shares, curves as points, decimals as text, `Unknown` as its reason."""
    match value:
        case Unknown():
            return {"unknown": value.reason}
        case Curve():
            return curve(value)
        case CureCurve():
            return {"law": value.law, "plateau": value.plateau, "scale": value.scale, "shape": value.shape}
        case Enum():
            return value.value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case float() | np.floating():
            return float(value) if isfinite(value) else None
        case np.integer() | np.bool_():
            return value.item()
        case Mapping():
            return {_key(key): plain(one) for key, one in value.items()}
        case tuple() | list() | np.ndarray():
            return [plain(one) for one in list(value)[:MOST]]
    if is_dataclass(value):
        return _fields(value) | _derived(value)
    return value


def curve(one: Curve) -> dict[str, Any]:
    """At most `POINTS` points of (age, share, low, high), the last one always."""
    places = sorted({*range(0, len(one.age), max(len(one.age) // POINTS, 1)), len(one.age) - 1} - {-1})
    points = [[plain(row[place]) for row in (one.age, one.share, one.low, one.high)] for place in places]
    return {"observed": one.count, "reach": one.reach, "level": one.level, "points": points}


def _fields(value: Any) -> dict[str, Any]:
    return {one.name: plain(getattr(value, one.name)) for one in fields(value)}


def _derived(value: Any) -> dict[str, Any]:
    """What a result works out from its fields: properties that are public."""
    names = [name for name, one in vars(type(value)).items() if isinstance(one, property) and name[0] != "_"]
    return {name: plain(getattr(value, name)) for name in names}


def _key(key: Any) -> str:
    return str(key.value if isinstance(key, Enum) else "" if key is None else key)
