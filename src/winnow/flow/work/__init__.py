"""A person's work on a prospect: touches and their dispositions, moving, passing over, giving to somebody else."""

from winnow.flow.work.moving import Reschedule, SkipIt, reschedule, skip
from winnow.flow.work.reassigning import Reassign, reassign, reassigned, renew_handover
from winnow.flow.work.snoozing import Snooze, snooze
from winnow.flow.work.touching import Dispose, dispose, dispose_in

__all__ = [
    "Dispose", "Reassign", "Reschedule", "SkipIt", "Snooze", "dispose", "dispose_in", "reassign", "reassigned",
    "renew_handover", "reschedule", "skip", "snooze",
]  # fmt: skip
