"""Winnow's own database as canonical tables: Parquet files under WINNOW_HOME, brought up to date in parts."""
