"""What the fields on opportunities mean, in a sentence each."""

DEALS: dict[str, dict[str, str]] = {
    "DealStage": {
        "key": "The short name that is stored.",
        "text": "What the buyer has done.",
        "evidence": "What is written down to move an opportunity here.",
        "odds": "Of an order from here, where the odds are not learned.",
        "most": "Opportunities that a seller may have here at once; 0 is no limit.",
    },
    "Product": {
        "key": "The short name that is stored.",
        "text": "What people read.",
        "price": "List price in the company's currency.",
    },
    "Part": {"key": "The short name that is stored.", "text": "What people read."},
    "MirrorQuestion": {
        "key": "The short name that is stored.",
        "text": "What people read.",
        "unasked": "Its answers are shown beside the library of questions, as what that may lack.",
    },
    "Purge": {
        "on": "Whether opportunities are judged once a day.",
        "top_share": "By amount, so much of a seller's or a team's open opportunities is big.",
        "floor": "From this amount on it is big, whoever has it, in the company's currency; 0 is no floor.",
        "within_days": "They decide within so many days: one half of moving.",
        "progress_days": "They have done something within so many days: the other half.",
        "timeline_grade": "The least evidence of when they decide.",
        "young_days": "Nothing is said of an opportunity in its first days.",
        "warn_days": "Days between the seller's warning and the manager's review.",
        "keep_days": "For so long a manager can keep one, at most.",
        "keeps": "So often one can be kept.",
        "undo_days": "Days for which a purge can be undone.",
        "revisit_days": "When nurture looks at a purged one again, unless something was promised.",
    },
    "Deals": {
        "stages": "How far a buyer has come, first to last.",
        "parts": "The parts that people play in a decision.",
        "products": "What is sold.",
        "most_open": "Opportunities that a seller may have at once; then new handovers wait. 0 is no limit.",
        "mirror": "What the seller answers in writing before an opportunity is lost.",
        "purge": "What may stay, and how the rest leaves.",
    },
}
