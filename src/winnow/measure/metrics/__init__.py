"""Each metric once, over the facts: `(facts, scope, …)` to a frozen result, or `Unknown` where the data cannot say."""
