"""Money is divided without a cent too many or too few."""

from collections.abc import Sequence

PARTS = 1 << 48  # weights are taken to one part in this many, so that all division is of integers


def split(cents: int, weights: Sequence[float]) -> list[int]:
    """Integer shares of `cents` in proportion to `weights` (≥ 0, finite, not all 0) that sum to it exactly.

    Largest remainder (Hamilton): each gets the whole cents of its quota, those that are left go to the largest
    fractions, in turns where they are alike, so that over many orders no place is favoured. Negative amounts
    (refunds) are divided alike.
    """
    if cents < 0:
        return [-part for part in split(-cents, weights)]
    most = max(weights)
    parts = [round(weight / most * PARTS) for weight in weights]
    whole = sum(parts)
    shares = [cents * part // whole for part in parts]
    left = cents - sum(shares)
    turn = cents // len(parts)
    fractions = sorted(
        range(len(parts)), key=lambda place: (-(cents * parts[place] % whole), (place + turn) % len(parts))
    )
    for place in fractions[:left]:
        shares[place] += 1
    return shares
