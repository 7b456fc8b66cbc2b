"""What the fields on offers mean, in a sentence each."""

OFFERS: dict[str, dict[str, str]] = {
    "OfferTemplate": {
        "key": "The short name that is stored.",
        "text": "What sellers read.",
        "title": "What it is, as the buyer reads it; `{company}` and the like are filled in.",
        "outcome": "What will be different for them, where the opportunity does not say it.",
        "terms": "The terms, in plain words.",
        "less": "A small first order, in words; if empty, none is offered.",
        "less_share": "What that costs, as a share of the price; the seller can change it.",
    },
    "Offers": {
        "valid_days": "Days for which an offer holds, unless its seller says otherwise.",
        "link_days": "Days after that for which its page can still be read.",
        "call_back_days": "In how many days we may call again, as the buyer can choose.",
        "subject": "Of the mail with the link; `{title}` is that of the offer.",
        "mail": "Its text; `{link}` and `{valid_until}` are filled in.",
        "templates": "Offers written once.",
    },
}
