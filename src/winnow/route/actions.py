"""The one writer of what routing by profit goes by."""

from datetime import datetime, timedelta
from typing import Any

from winnow.route.models import Reckoned

THE_ONE = 1


def begin(now: datetime, every: timedelta) -> bool:
    """Whether it is time to reckon anew; of several workers one is told so."""
    if Reckoned.objects.filter(pk=THE_ONE, at__lte=now - every).update(at=now):
        return True
    return Reckoned.objects.get_or_create(pk=THE_ONE, defaults={"at": now})[1]


def keep(figures: dict[str, Any], *, now: datetime) -> None:
    """Put these figures in the place of the last."""
    Reckoned.objects.update_or_create(pk=THE_ONE, defaults={"at": now, "figures": figures})
