"""`winnow cut evaluate` on files as they come: notations read, absurdities refused in one sentence."""

from pathlib import Path

import pytest

from tests.cli.cut_files import prospects, refused, understood, write

pytestmark = pytest.mark.sqlite  # nothing here asks a database

LABEL = ("--label", "bought")


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8"), ("\t", "utf-8-sig"), ("|", "utf-16"), (",", "cp1252")]
)
def test_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = prospects(400)
    rows[0][2] = "Quelle für"
    rows[1:] = [[("Börse" if cell == "fair" else cell) for cell in row] for row in rows[1:]]
    found = understood(write(tmp_path / "f.txt", rows, delimiter, encoding), id="id")
    assert set(found.history.frame["Quelle für"].tolist()) == {"search", "referral", "Börse", None}


def test_parquet(tmp_path: Path) -> None:
    import polars as pl

    rows = prospects(400)
    table = pl.DataFrame(rows[1:], schema=rows[0], orient="row", strict=False)
    table = table.with_columns(bought=pl.col("bought") == "yes", created=pl.col("created").str.to_datetime())
    table.write_parquet(tmp_path / "f.parquet")
    found = understood(tmp_path / "f.parquet", time="created", id="id")
    assert found.positive == "true"
    assert found.history.has_dates
    assert found.history.frame["visits"].dtype.kind == "f"


@pytest.mark.parametrize(
    ("yes", "no"),
    [("Won", "Lost"), ("1", "0"), ("1.0", "0.0"), ("TRUE", "FALSE"), ("Y", "N"), ("converted", "not converted"),
     ("closed_won", "closed_lost"), ("Purchased", "nothing"), ("whatever", "no")],
)  # fmt: skip
def test_outcomes_in_many_words(tmp_path: Path, yes: str, no: str) -> None:
    rows = prospects(200, yes=yes, no=no)
    bought = sum(row[6] == yes for row in rows)
    assert understood(write(tmp_path / "f.csv", rows)).history.orders == bought


def test_numbers_as_people_write_them(tmp_path: Path) -> None:
    rows = prospects(100)
    plain = [row[4] for row in rows[1:]]
    for row in rows[1:]:
        row[4] = f"{row[4]:,.2f} €".replace(",", "_").replace(".", ",").replace("_", ".")
    assert understood(write(tmp_path / "f.csv", rows, ";")).history.frame["budget"].tolist() == plain


@pytest.mark.parametrize(
    "form", ["%d/%m/%Y", "%m/%d/%Y %H:%M", "%d.%m.%y", "%d %b %Y", "%Y%m%d", "%b %d, %Y", "%d-%b-%y"]
)
def test_dates_in_many_forms_put_the_same_prospects_last(tmp_path: Path, form: str) -> None:
    from datetime import date

    rows = prospects(300)
    plain = understood(write(tmp_path / "a.csv", rows), time="created")
    for row in rows[1:]:
        row[1] = date.fromisoformat(row[1]).strftime(form)
    other = understood(write(tmp_path / "b.csv", rows), time="created")
    assert other.history.in_time().tolist() == plain.history.in_time().tolist()


def test_blanks_of_forms_are_unknown_not_a_word(tmp_path: Path) -> None:
    from winnow.cli.cut_columns import typed

    assert typed(["Select", "a", "N/A", None, "b", "-"]).values.tolist() == [None, "a", None, None, "b", None]
    assert typed(["1", "Select", "3"]).kind == "number"


def test_postcodes_and_long_numbers_are_no_amounts(tmp_path: Path) -> None:
    from winnow.cli.cut_columns import typed

    assert typed(["01067", "80331", "00501"]).kind == "text"
    assert typed(["12345678901234567890", "12345678901234567891"]).kind == "text"


def test_who_is_not_decided_is_left_out_never_lost(tmp_path: Path) -> None:
    rows = prospects(400, yes="Won", no="Lost")
    for number, row in enumerate(rows[1:]):
        if number % 4 == 0:
            row[6] = ("Engaging", "")[number // 4 % 2]
    found = understood(write(tmp_path / "f.csv", rows), positive="Won")
    assert len(found.history) == 300
    assert any("not decided" in note for note in found.notes)


def test_a_name_in_other_case_is_understood(tmp_path: Path) -> None:
    assert understood(write(tmp_path / "f.csv", prospects(200)), " Bought ").positive == "yes"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--label", "bougth"), "Did you mean “bought”?"),
        (("--label", "zzz"), "no column “zzz”"),
        ((*LABEL, "--positive", "maybe"), "no row has “maybe”"),
        ((*LABEL, "--positive", "yess"), "did you mean “yes”?"),
        (("--label", "source"), "say which one means bought, with --positive"),
        (("--label", "visits"), "different values"),
        ((*LABEL, "--time", "source"), "neither dates nor numbers"),
        ((*LABEL, "--time", "bought"), "cannot be both --label and --time"),
        ((*LABEL, "--amount", "noise"), "holds no numbers"),
    ],
)
def test_what_is_named_wrongly_is_said(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    assert said in refused(write(tmp_path / "f.csv", prospects(120)), *words)


def _same(rows: list) -> list:
    return [rows[0], *([rows[1]] * 100)]


def _blank(rows: list) -> list:
    return [row if row is rows[0] else [*row[:6], "", row[7]] for row in rows]


def _one_value(rows: list) -> list:
    return [row if row is rows[0] else [*row[:6], "yes", row[7]] for row in rows]


def _unknown_words(rows: list) -> list:
    return [
        [{"yes": "A", "no": "B"}.get(cell, cell) if row is not rows[0] else cell for cell in row]
        for row in rows
    ]


def _label_alone(rows: list) -> list:
    return [[row[6]] for row in rows]


def _ragged(rows: list) -> list:
    return [row if n % 2 == 0 else row[:3] for n, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda rows: rows[:1], "nothing to learn from"),
        (lambda rows: rows[:20], "too few to measure"),
        (_same, "only"),
        (_blank, "blank in every row"),
        (_one_value, "holds only “yes”"),
        (_unknown_words, "means bought? Say it with --positive"),
        (_label_alone, "no column differs"),
        (_ragged, "rows cannot be read"),
    ],
)
def test_what_teaches_nothing_is_refused(tmp_path: Path, spoil, said: str) -> None:
    assert said in refused(write(tmp_path / "f.csv", spoil(prospects(200))), *LABEL)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n\n", "empty"),
        (b"PAR1 this is none", "Parquet"),
        (bytes(range(256)) * 40, ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(4_000), ""),
        (b"PK\x03\x04" + bytes(300), ""),
        (b'bought,x\n"yes,1\nno,2\n', ""),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "f.csv"
    file.write_bytes(content)
    assert said in refused(file, *LABEL)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "none.csv", *LABEL)
    assert "cannot be read" in refused(tmp_path, *LABEL)


def test_the_newest_who_are_too_young_to_have_bought_are_no_test(tmp_path: Path) -> None:
    rows = prospects(400)
    for row in rows[300:]:
        row[6] = "no"
    assert "too young" in refused(write(tmp_path / "f.csv", rows), *LABEL, "--time", "created")


def test_a_few_rows_that_cannot_be_read_are_left_out_and_said(tmp_path: Path) -> None:
    rows = prospects(300)
    rows[7], rows[9] = rows[7][:2], [*rows[9], "more"]
    found = understood(write(tmp_path / "f.csv", rows))
    assert len(found.history) == 298
    assert any("left out" in note for note in found.notes)


def test_of_a_very_long_file_a_part_is_used_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from winnow.cli import cut_file

    monkeypatch.setattr(cut_file, "CELLS", 1_000)
    monkeypatch.setattr(cut_file, "LEAST_ROWS_KEPT", 500)
    found = understood(write(tmp_path / "f.csv", prospects(1_800)))
    assert 250 <= len(found.history) <= 500
    assert any("every" in note for note in found.notes)


def test_without_a_time_later_dates_tell_what_followed(tmp_path: Path) -> None:
    rows = prospects(200)
    for row in rows[1:]:
        row[5] = row[1].replace("2020", "2021")
    rows[0][5] = "closed"
    found = understood(write(tmp_path / "f.csv", rows))
    assert [one.column for one in found.refused] == ["closed"]
    assert "later than “created”" in found.refused[0].reason


def test_rows_may_tell_the_time_by_their_order(tmp_path: Path) -> None:
    found = understood(write(tmp_path / "f.csv", prospects(60)), in_order=True)
    assert found.history.in_time().tolist() == list(range(60))


def test_a_newest_tenth_that_hardly_bought_is_pointed_out(tmp_path: Path) -> None:
    rows = prospects(600)
    for number, row in enumerate(rows[541:]):
        row[6] = "yes" if number % 30 == 0 else "no"
    found = understood(write(tmp_path / "f.csv", rows), time="created")
    assert any("not yet bought is not lost" in note for note in found.notes)
    steady = understood(write(tmp_path / "g.csv", prospects(600)), time="created")
    assert not any("not yet bought" in note for note in steady.notes)


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    import gzip

    plain = write(tmp_path / "f.csv", prospects(60))
    packed = tmp_path / "f.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert understood(packed).rows == 60
    packed.write_bytes(packed.read_bytes()[:200])
    assert "damaged" in refused(packed, *LABEL)


def test_days_and_months_without_marks_are_dates() -> None:
    from winnow.cli.cut_columns import typed

    assert typed(["20240131", "20231201"]).values.tolist() == ["2024-01-31", "2023-12-01"]
    assert typed(["2024-01", "2023-12"]).values.tolist() == ["2024-01-01", "2023-12-01"]
    assert typed(["20", "31", "7"]).kind == "number"
