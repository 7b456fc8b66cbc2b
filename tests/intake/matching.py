"""What the tests of matching share: inquiries with their keys, and a name for the person each was given to."""

from collections.abc import Sequence

from winnow.intake.clean_keys import identity_keys
from winnow.intake.inquiry import Cleaned
from winnow.intake.match import Match


def said(
    name: str = "", email: str = "", phone: str = "", external_id: str = "", company: str = ""
) -> Cleaned:
    keys = identity_keys("s", external_id, email, phone, name, "", company)
    return Cleaned(name=name, email=email, phone=phone, company=company, external_id=external_id, keys=keys)


def lead(found: Sequence[Match], index: int) -> str:
    """A name for the person an inquiry was given to."""
    one = found[index]
    if one.person_id is not None:
        return f"person {one.person_id}"
    return f"new {index if one.first_in_batch is None else one.first_in_batch}"
