"""What the fields on customers mean, in a sentence each."""

CUSTOMERS: dict[str, dict[str, str]] = {
    "Customers": {
        "first_step_days": "Days from an order to the first check whether they can use it.",
        "step_days": "Days from one step to the next, unless a person sets another day.",
        "later_step": "What the later steps are: only check in, or ask for the next order.",
        "do_within": "Working minutes in which the owner takes the step once it is on the desk.",
        "ask_days": "After so many days a customer is asked again why they buy and what they reached.",
        "active_days": "Who ordered within so many days counts as active.",
        "review_days": "By when a remedy for a customer who costs too much time is due, unless a day is set.",
        "fewest": "With fewer customers than this nothing is said about what separates them.",
    },
}
