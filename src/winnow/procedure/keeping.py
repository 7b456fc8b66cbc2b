"""The part of the procedure on how long what is personal is kept."""

from typing import Annotated

from pydantic import Field

from winnow.procedure.shapes import Frozen

Months = Annotated[int, Field(strict=True, ge=0, le=240)]


class Keeping(Frozen):
    """How long what is personal is kept, and how long an erasure can be taken back."""

    undo_hours: Annotated[int, Field(strict=True, ge=0, le=720)] = 24
    quarantined_months: Months = 6
    rejected_months: Months = 6
    import_file_months: Months = 3
    attachment_months: Months = 24
    mail_text_months: Months = 36
    closed_months: Months = 0
