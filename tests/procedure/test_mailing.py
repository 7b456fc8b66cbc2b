"""What the procedure says of mail."""

import pytest

from winnow.procedure.actions import default_text
from winnow.procedure.document import document
from winnow.procedure.parse import parse
from winnow.procedure.problems import ProcedureErrors


def changed(old: str, new: str) -> str:
    text = default_text()
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Hello {first_name|there}", "Hello {age}", '"{age}" is no field'),
        ('subject = "Your inquiry"', 'subject = "Your\\ninquiry"', "a single line"),
        ('send_until = "20:00"', 'send_until = "06:00"', "later than send_from"),
        ('key = "not_reached"', 'key = "first_answer"', "taken already"),
        ("per_domain_a_minute = 60", "per_domain_a_minute = 0", "per_domain_a_minute"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_its_line(old, new, said):
    with pytest.raises(ProcedureErrors) as refused:
        parse(changed(old, new))
    problem = refused.value.problems[0]
    assert said in f"{problem}"
    assert problem.line > 1


def test_the_document_says_that_no_marketing_mail_goes_out_without_an_address():
    assert "names no postal address" in document(parse(default_text()))
    told = document(parse(changed('postal_address = ""', 'postal_address = "1 High Street"')))
    assert "a way to end it and our address: 1 High Street" in told
