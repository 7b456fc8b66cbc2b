"""The mapping file: what is wrong in it is said with the place and the nearest right word."""

import pytest

from winnow.measure.exports import MappingError, parse, read

LEADS = "id,came,what,amount\n1,03/04/2024,Fair,1\n2,05/04/2024,Fair,2\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[file", "no TOML"),
        ("[[file]]\nrole = 'inquiries'", "no name"),
        ("[[file]]\nname = 'a.csv'\nrole = 'inquirys'", "did you mean 'inquiries'"),
        ("[[file]]\nname = 'a.csv'\nrole = 'inquiries'\ndates = 'us'", "dmy, mdy"),
        ("[[file]]\nname = 'a.csv'\nrole = 'inquiries'\ntimezone = 'Mars'", "Europe/Berlin"),
        ("[[file]]\nname = 'a.csv'\nrole = 'inquiries'\n[file.columns]\nwhen = 'came'", "no field 'when'"),
        (
            "[[file]]\nname = 'a.csv'\nrole = 'inquiries'\n[file.words.status]\nWon = 'sold'",
            "cannot mean 'sold'",
        ),
        ("file = 3", "[[file]]"),
        ("timezone = 3", "no time zone"),
    ],
)
def test_a_wrong_mapping_is_refused_in_words(text, said):
    with pytest.raises(MappingError, match=r".") as refused:
        parse(text)
    assert said in str(refused.value)


def leads(tmp_path, mapping=""):
    (tmp_path / "leads.csv").write_text(LEADS)
    text = '[[file]]\nname = "leads.csv"\nrole = "inquiries"\n' + mapping
    return read([tmp_path / "leads.csv"], parse(text))


def test_a_column_that_is_not_there_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(MappingError, match="did you mean 'came'"):
        leads(tmp_path, '[file.columns]\ninquiry_id = "id"\nat = "cames"\n')


def test_dates_are_read_as_the_mapping_says(tmp_path):
    found = leads(tmp_path, 'dates = "mdy"\n[file.columns]\ninquiry_id = "id"\nat = "Came"\n')
    assert [f"{at:%m-%d}" for at in found.frames()["inquiries"]["at"]] == ["03-04", "05-04"]


def test_without_that_they_are_asked_for_and_no_date_is_known(tmp_path):
    found = leads(tmp_path, '[file.columns]\ninquiry_id = "id"\nat = "came"\n')
    assert "day or the month" in found.questions[0]
    assert found.rows["inquiries"] == 2
    assert not found.known.has("inquiries.at")


def test_a_word_for_all_rows(tmp_path):
    columns = '[file.columns]\ninquiry_id = "id"\nchannel = "=trade_show"\nsource = "what"\n'
    found = leads(tmp_path, columns)
    assert found.frames()["inquiries"]["channel"].to_list() == ["trade_show"] * 2
