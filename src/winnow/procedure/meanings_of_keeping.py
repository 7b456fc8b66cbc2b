"""What the fields on keeping mean, in a sentence each."""

KEEPING: dict[str, dict[str, str]] = {
    "Keeping": {
        "undo_hours": "For so long an erasure can be taken back; then the worker carries it out for good.",
        "quarantined_months": "What was held back as spam goes after so many months; 0 keeps it for ever.",
        "rejected_months": "What could not be understood goes after so many months; 0 keeps it for ever.",
        "import_file_months": "The files of finished imports go after so many months; 0 keeps them for ever.",
        "attachment_months": "What hung on mails for us goes after so many months; 0 keeps it for ever.",
        "mail_text_months": "Subjects and texts of mails go after so many months; 0 keeps them for ever.",
        "closed_months": (
            "People whose prospect has been closed without an order for so many months, and of whom nothing "
            "was heard since, are erased; 0 keeps them for ever."
        ),
    },
}
