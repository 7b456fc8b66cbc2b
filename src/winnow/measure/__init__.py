"""What can be proved: coverage, response, returns. Each metric is written once; `docs/metrics.md` says how."""
