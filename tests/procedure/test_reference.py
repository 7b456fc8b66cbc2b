"""The reference page has every field, and is the one that the schema makes."""

from pathlib import Path

from winnow.procedure.meanings import MEANINGS
from winnow.procedure.reference import reference
from winnow.procedure.schema import Frozen

PAGE = Path(__file__).resolve().parents[2] / "docs/procedure.md"


def test_the_page_is_up_to_date() -> None:
    told = "run `winnow procedure reference > docs/procedure.md`"
    assert PAGE.read_text(encoding="utf-8") == reference(), told


def test_every_field_has_a_meaning_and_every_meaning_a_field() -> None:
    fields = {model.__name__: list(model.model_fields) for model in Frozen.__subclasses__()}
    assert {name: list(meanings) for name, meanings in MEANINGS.items()} == {
        name: fields[name] for name in MEANINGS
    }


def test_no_table_is_without_meanings() -> None:
    assert {model.__name__ for model in Frozen.__subclasses__()} == set(MEANINGS)


def test_fields_without_a_default_are_told_to_be_there() -> None:
    assert "| `respond_within` | whole minutes | must be there |" in reference()
