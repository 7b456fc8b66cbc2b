"""Opportunities: how far the buyer has come, what stays in the pipeline, what was learned from those that were lost."""
