"""What may break a rule of the house for now, each with its reason. These lists only ever shrink:
an exemption that is no longer needed fails its test."""

# Modules (or folders of them) of rooms that are neither furniture nor pure, and why.
NOT_PURE: dict[str, str] = {
    "winnow.prospects.transitions": "the one writer of stage, state, owner and next action",
    "winnow.prospects.bulk": "the set-wise statements under the writers",
    "winnow.prospects.copying": "COPY under the set-wise statements",
    "winnow.prospects.whole": "reads whole rows",
    "winnow.prospects.settling": "lets PostgreSQL look at tables that grew",
    "winnow.prospects.access": "who may see which rows, as a condition for queries",
    "winnow.intake.idempotency": "keeps the first answer to a key, and gives it again",
    "winnow.intake.forms": "the only writer of hosted forms",
    "winnow.intake.limits": "counts posts in a small file that all processes share",
    "winnow.intake.sieve": "loads what screening and matching decide on",
    "winnow.customers.spending": "reads time and orders by quarters: queries of their own size",
    "winnow.tables": "reads and writes files",
    "winnow.measure.exports": "reads the files that other systems exported",
    "winnow.measure.engines.duckdb": "opens folders of Parquet",
    "winnow.measure.edition": "reads its own code, to tell by which figures were kept",
    "winnow.measure.kept": "keeps facts as files",
    "winnow.measure.shown": "opens the newest of those",
    "winnow.measure.figures.asked": "reads what was worked out beside those",
    "winnow.measure.snapshot": "reads the database, and keeps tables as files",
    "winnow.intake.import_reading": "reads a file, in a second process ahead of the writer",
}

# Files and templates over the cap, with the lines they have now.
LONG_FILES: dict[str, int] = {}

# Functions over 50 lines, with the lines they have now.
LONG_FUNCTIONS: dict[str, int] = {}

# Modules below the doors that may read the clock, and why.
MAY_READ_THE_CLOCK: dict[str, str] = {
    "winnow.flow.gather": "the instant at which gathered requests become one batch is that batch's now",
}

# Public names in rooms that nothing in the source uses yet, and why they stay.
UNREACHED: dict[str, str] = {
    "winnow.measure.engines.duckdb.open_frames": "for notebooks: frames instead of files",
    "winnow.measure.engines.spark.open_frames": "the same on Spark",
}
