"""A hold-out: what a campaign brought, by leaving a stated share of its audience untouched at random.

Only this says *cause*. Who was held is drawn by a seed before the campaign starts, and everybody counts where they
were drawn, touched or not (else the easy ones to reach make any campaign look good).

    held_out(ids, share, seed)                        whom to leave untouched
    audience_needed(usual, wanted, share)             how large an audience shows such a difference
    lift(Share(…), Share(…), margin, cost)            what those touched brought more than those held
"""

from winnow.measure.holdout.comparing import Lift, lift
from winnow.measure.holdout.drawing import audience_needed, held_out

__all__ = ["Lift", "audience_needed", "held_out", "lift"]
