"""What a file can be, which fields it then can have, and how the cells of each are read. Plain data."""

from typing import Literal

Kind = Literal["key", "text", "instant", "amount", "flag", "word"]

INQUIRIES, TOUCHES, DEALS, STAGES, ORDERS = "inquiries", "touches", "deals", "stages", "orders"
CAMPAIGNS, RESPONSES, COSTS, PEOPLE = "campaigns", "responses", "costs", "people"
LINKS, JOURNEYS, EVENT_LOG, UNKNOWN = "links", "journeys", "event_log", "unknown"

SAID: dict[str, str] = {
    INQUIRIES: "one row an inquirer (lead, contact, ticket)",
    TOUCHES: "one row a call, e-mail, meeting",
    DEALS: "one row an opportunity, won, lost or open",
    STAGES: "one row a change of stage",
    ORDERS: "one row an order or a line of it",
    CAMPAIGNS: "one row a campaign",
    RESPONSES: "one row a member of a campaign",
    COSTS: "one row an amount spent",
    PEOPLE: "one row a colleague",
    LINKS: "which prospect a deal or activity belongs to",
    JOURNEYS: "one row an advertisement seen or an order",
    EVENT_LOG: "one row an event of a case",
    UNKNOWN: "not used",
}

# The fields of each role. The first ones in NEEDED must be there, else the file cannot have the role.
FIELDS: dict[str, dict[str, Kind]] = {
    INQUIRIES: {
        "inquiry_id": "key", "prospect_id": "key", "at": "instant", "channel": "word", "campaign_id": "key",
        "source": "text", "value_hint": "amount", "promised_at": "instant", "status": "word",
        "status_at": "instant", "lead_at": "instant", "opportunity_at": "instant", "customer_at": "instant",
        "bought": "flag", "amount": "amount", "currency": "text", "owner": "key", "reason": "text",
        "email": "key", "also": "key", "deleted": "flag",
    },
    TOUCHES: {
        "touch_id": "key", "prospect_id": "key", "at": "instant", "kind": "word", "direction": "word",
        "by": "key", "role": "word", "minutes": "amount", "seconds": "amount", "milliseconds": "amount",
        "hours": "text",
        "disposition": "text", "campaign_id": "key", "reached": "flag", "done": "flag", "deleted": "flag",
    },
    DEALS: {
        "deal_id": "key", "prospect_id": "key", "created_at": "instant", "closed_at": "instant",
        "stage": "word", "won": "flag", "closed": "flag", "amount": "amount", "margin": "amount",
        "currency": "text", "campaign_id": "key", "channel": "word", "source": "text", "by": "key",
        "reason": "text", "also": "key", "deleted": "flag",
    },
    STAGES: {
        "prospect_id": "key", "at": "instant", "stage": "word", "state": "text", "outcome": "text",
        "by": "key", "reason": "text", "event": "text", "owner": "key", "deleted": "flag",
    },
    ORDERS: {
        "order_id": "key", "line_id": "key", "prospect_id": "key", "at": "instant", "amount": "amount",
        "margin": "amount", "currency": "text", "status": "word", "deleted": "flag",
    },
    CAMPAIGNS: {
        "campaign_id": "key", "name": "text", "channel": "word", "cost": "amount", "cost_at": "instant",
        "currency": "text", "deleted": "flag",
    },
    RESPONSES: {
        "campaign_id": "key", "prospect_id": "key", "at": "instant", "responded": "flag", "deleted": "flag",
    },
    COSTS: {"campaign_id": "key", "at": "instant", "amount": "amount", "currency": "text"},
    PEOPLE: {
        "person_id": "key", "name": "text", "role": "word", "team": "text", "hourly_cost": "amount",
        "currency": "text",
    },
    LINKS: {"key": "key", "prospect_id": "key", "deleted": "flag"},
    JOURNEYS: {
        "prospect_id": "key", "at": "instant", "campaign_id": "key", "bought": "flag", "amount": "amount",
        "currency": "text",
    },
    EVENT_LOG: {
        "case": "key", "activity": "word", "at": "instant", "resource": "key", "lifecycle": "text",
        "amount": "amount",
    },
    UNKNOWN: {},
}  # fmt: skip

NEEDED: dict[str, tuple[str, ...]] = {
    INQUIRIES: ("inquiry_id",),
    TOUCHES: ("at",),
    DEALS: ("deal_id",),
    STAGES: ("prospect_id", "at"),
    ORDERS: ("prospect_id", "at"),
    CAMPAIGNS: ("campaign_id",),
    RESPONSES: ("campaign_id", "prospect_id", "at"),
    COSTS: ("campaign_id", "at", "amount"),
    PEOPLE: ("person_id",),
    LINKS: ("key", "prospect_id"),
    JOURNEYS: ("prospect_id", "at", "campaign_id"),
    EVENT_LOG: ("case", "activity", "at"),
    UNKNOWN: (),
}

# Which vocabulary the words of a field are mapped to.
VOCABULARY: dict[tuple[str, str], str] = {
    (INQUIRIES, "channel"): "channel", (DEALS, "channel"): "channel", (CAMPAIGNS, "channel"): "channel",
    (INQUIRIES, "status"): "status", (DEALS, "stage"): "status", (STAGES, "stage"): "status",
    (ORDERS, "status"): "order",
    (TOUCHES, "kind"): "kind", (TOUCHES, "direction"): "direction", (TOUCHES, "role"): "role",
    (PEOPLE, "role"): "role", (EVENT_LOG, "activity"): "activity",
}  # fmt: skip
