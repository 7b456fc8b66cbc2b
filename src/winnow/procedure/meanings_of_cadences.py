"""What the fields on cadences mean, in a sentence each."""

CADENCES: dict[str, dict[str, str]] = {
    "Step": {
        "kind": "How the attempt is made.",
        "after_days": "Working days after the attempt before.",
        "part_of_day": "When on that day, in the prospect's local time.",
        "template": "The mail of `mail.templates` that is written, where the step is an e-mail.",
        "automatic": "Winnow sends that mail by itself at its instant, and moves on; no attempt of a person.",
    },
    "Cadence": {
        "text": "What people read; must be there where people choose it.",
        "channels": "Only for prospects of these channels; a cadence named like a channel is for that one.",
        "stages": "Only for prospects at these stages.",
        "bands": "Only for prospects in these score bands.",
        "steps": "The attempts, in order.",
        "least_attempts": "Nurture does not take over before so many attempts of a person.",
        "least_days": "Nurture does not take over before so many calendar days.",
        "spread_days": "A call may wait so many working days more for a weekday that was not tried yet.",
    },
    "Snooze": {
        "longest_days": "For so many days a next action can be put off at once.",
        "in_a_row": "So often without an attempt in between.",
    },
}
