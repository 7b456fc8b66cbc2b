"""Mail, both ways: what is owed is written with the decision, sent by a worker, and what comes in moves prospects."""

from winnow.flow.mailing.incoming import Taken, take_in
from winnow.flow.mailing.outgoing import Draft, Queued, queue, queue_in
from winnow.flow.mailing.writing import Letter, write

__all__ = ["Draft", "Letter", "Queued", "Taken", "queue", "queue_in", "take_in", "write"]
