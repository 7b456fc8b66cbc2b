"""What routing by profit goes by between two looks of the worker."""

from django.db import models


class Reckoned(models.Model):
    """What people have made of prospects and what places on their desks are worth, as last reckoned; one row.

    `figures`: `records` as [person, team, kind, orders expected, orders]; `prices` by what worth is told in
    (`written` score or `learned` odds), in each by person [place, toll].
    """

    at = models.DateTimeField()
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "reckoned"

    def __str__(self) -> str:
        return f"reckoned at {self.at}"
