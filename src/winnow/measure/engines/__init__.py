"""Where the canonical tables are computed: DuckDB in this process, or Apache Spark; no metric knows which."""
