"""Hold-outs: whom a campaign left untouched, by chance, so that what it caused can be told."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from winnow.prospects.models.campaigns import Campaign


class HoldOut(models.Model):
    """One drawing from the audience of a campaign, made before it starts; `share` of it is left untouched."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="holdouts")
    name = models.CharField(max_length=160)
    share = models.DecimalField(max_digits=4, decimal_places=3)
    seed = models.CharField(max_length=64)
    touched = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(share__gt=0, share__lt=1), name="holdout_share_of_some"),
            CheckConstraint(condition=Q(held__gt=0, touched__gt=0), name="holdout_has_both_parts"),
            CheckConstraint(condition=Q(held__lte=F("touched")), name="holdout_holds_the_smaller_part"),
        ]

    def __str__(self) -> str:
        return self.name


class Drawn(models.Model):
    """Somebody of an audience, known only by a keyed digest of their address, and in which part they are."""

    holdout = models.ForeignKey(HoldOut, on_delete=models.PROTECT, db_index=False, related_name="drawn")
    digest = models.CharField(max_length=64)
    is_held = models.BooleanField()

    class Meta:
        constraints = [UniqueConstraint(fields=["holdout", "digest"], name="drawn_once")]

    def __str__(self) -> str:
        return f"{self.digest[:8]} {'held' if self.is_held else 'touched'}"
