"""The shared nouns, one file for each kind."""

from winnow.prospects.models.campaigns import Campaign, Cost
from winnow.prospects.models.history import Event, Order, Touch
from winnow.prospects.models.holdouts import Drawn, HoldOut
from winnow.prospects.models.inquiries import ErasurePermit, Inquiry
from winnow.prospects.models.outbox import Effect, Notification
from winnow.prospects.models.persons import Company, Identity, Person
from winnow.prospects.models.prospect import Prospect

__all__ = [
    "Campaign",
    "Company",
    "Cost",
    "Drawn",
    "Effect",
    "ErasurePermit",
    "Event",
    "HoldOut",
    "Identity",
    "Inquiry",
    "Notification",
    "Order",
    "Person",
    "Prospect",
    "Touch",
]
