"""What the fields on time for prospecting mean, in a sentence each."""

TIME: dict[str, dict[str, str]] = {
    "Prospecting": {
        "hours_a_week": "At least so many hours a week are kept free for each seller and qualifier; 0 proposes none.",
        "block_hours": "In pieces of this length.",
        "kept_share": "A piece is kept if a touch was logged in at least this share of its half-hours.",
        "reduces_capacity": "Whether routing gives less to whoever has planned such time this week.",
    },
}
