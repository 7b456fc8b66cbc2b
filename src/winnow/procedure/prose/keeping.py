"""The chapter on how long what is personal is kept. Pure."""

from winnow.procedure.prose.words import bullets, many
from winnow.procedure.schema import Procedure


def how_long_we_keep(procedure: Procedure) -> str:
    rules = procedure.keeping
    kinds = (
        ("What was held back as spam", rules.quarantined_months),
        ("What could not be understood", rules.rejected_months),
        ("Files of imports", rules.import_file_months),
        ("What hung on mails", rules.attachment_months),
        ("The text of mails", rules.mail_text_months),
        ("What is known of people who did not buy", rules.closed_months),
    )
    lines = [
        "Whoever asks for it gets everything that is known of them, and whoever asks to be forgotten is: for "
        f"{many(rules.undo_hours, 'hour')} that can be taken back, then it is for good.",
        *(
            f"{what} {'stay' if what.startswith('Files') else 'stays'} "
            + (f"{many(months, 'month')}." if months else "until somebody asks for it to go.")
            for what, months in kinds
        ),
    ]
    return bullets(lines)
