"""Inquirers drawn from a known curve, as days since 1970-01-01."""

import numpy as np

from winnow.measure.curves import History

NEVER = np.nan
BEGIN = 17_000.0


def inquirers(rng, people, days, share=0.2, median=12.0, shape=1.0, quality=None):
    """(asked, bought): `share` of them buy at all, after log-logistic ages; `quality` multiplies it by asking day."""
    asked = BEGIN + np.sort(rng.random(people) * days)
    chance = share if quality is None else share * quality(asked - BEGIN)
    odds = rng.random(people)
    age = median * (odds / (1 - odds)) ** (1 / shape)
    return asked, np.where(rng.random(people) < chance, asked + age, NEVER)


def history(rng, people=2_000, days=360.0, watched=360.0, **options):
    asked, bought = inquirers(rng, people, days, **options)
    return History.of(asked, bought, BEGIN + watched)
