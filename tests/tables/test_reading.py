import io
import resource
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.tables import TableError, read

UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


def values(table):
    return [row.values for row in table]


def problems(table):
    return [(row.number, row.problem) for row in table if row.problem]


@pytest.mark.parametrize("encoding", UNICODE)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_in_any_unicode_encoding_is_read_for_certain(encoding, delimiter):
    lines = ["name,city,note", "Müller,東京,one", "Weiß,Köln,two", "Anna,Rom,three"]
    table = read("\r\n".join(lines).replace(",", delimiter).encode(encoding))
    assert table.headers == ("name", "city", "note")
    assert values(table)[0] == ["Müller", "東京", "one"]
    assert table.question is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Vorname;Nachname;Stadt\nJürgen;Müller;München\nHeike;Weiß;Köln\n", "cp1252"),
        ("nom,ville\nÉlodie Lefèvre,Besançon\nGaël Crépeau,Orléans\n", "cp1252"),
        ("名前,都市\n田中太郎,東京\nすずき,大阪\n", "cp932"),
        ("名前,都市\n田中太郎,東京\nすずき,大阪\n", "euc_jp"),
        ("имя;город\nИванов Иван;Москва\nПетров;Казань\n", "cp1251"),
        ("imię;miasto\nŁukasz Wałęsa;Łódź\nGrażyna Żółć;Gdańsk\n", "cp1250"),
        ("姓名,城市\n张伟,北京\n王芳,上海\n", "gb18030"),
        ("이름,도시\n김철수,서울\n", "cp949"),
        ("ad;şehir\nIşıl Güneş;İstanbul\nOğuz Çağlar;Şişli\n", "cp1254"),
        ("Vorname;Stadt\nJürgen;München\nHeike;Köln\n", "mac_roman"),
    ],
)
def test_an_older_encoding_gives_the_right_text_or_a_question_that_offers_it(text, encoding):
    content = text.encode(encoding)
    table = read(content)
    if table.question is not None:
        right = [reading.encoding for reading in table.readings if content.decode(reading.encoding) == text]
        table = read(content, encoding=right[0])
    header, *rows = [line.replace(";", ",").split(",") for line in text.splitlines()]
    assert list(table.headers) == header
    assert values(table) == rows


def test_german_in_windows_encoding_raises_no_question():
    assert read("Name;Ort\nJürgen Müller;Köln\nAnna;Rom\n".encode("cp1252")).question is None


def test_an_accent_in_the_last_of_many_rows_is_found():
    table = read(b"name,city\n" + b"Ann,Rome\n" * 200_000 + "Jürgen,Köln\n".encode("cp1252"))
    *_, last = table
    assert last.values == ["Jürgen", "Köln"]


def test_a_damaged_byte_is_a_problem_of_its_row():
    content = "name,city\n" + "Jürgen,Köln\n" * 50 + "Ann,R?me\nBo,Ulm\n"
    table = read(content.encode().replace(b"?", b"\xff"))
    [(number, problem)] = problems(table)
    assert number == 52
    assert "encoding" in problem


def test_an_unknown_encoding_is_named():
    with pytest.raises(TableError, match="no encoding 'utf-99'"):
        read(b"a,b\n1,2\n", encoding="utf-99")


@pytest.mark.parametrize("encoding", ["zlib", "hex", "rot13", "idna"])
def test_a_codec_that_is_no_text_encoding_is_refused(encoding):
    with pytest.raises(TableError, match="no encoding"):
        read(b"a,b\n1,2\n", encoding=encoding)


def test_rows_carry_the_line_they_begin_on():
    table = read(b'a,b\n1,"two\nlines"\n\n3,4\r\n5,6')
    assert [(row.number, row.values) for row in table] == [
        (2, ["1", "two\nlines"]),
        (5, ["3", "4"]),
        (6, ["5", "6"]),
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_is_understood(end):
    assert values(read(end.join([b"a,b", b"1,2", b"3,4"]))) == [["1", "2"], ["3", "4"]]


def test_a_separator_named_by_the_first_line_is_used():
    table = read(b"sep=;\nname;price\nAnn;1,5\n")
    assert table.headers == ("name", "price")
    assert table.sample()[0].number == 3


def test_spaces_between_a_delimiter_and_a_quote_do_not_break_the_cell():
    assert values(read(b'a,b\n1, "x, y"\n')) == [["1", "x, y"]]


def test_titles_above_the_header_are_skipped_and_told():
    table = read(b"Leads created this week\nAs of 2024-03-12,,\n\nName,Email,Phone\nAnn,a@example.com,1\n")
    assert table.headers == ("Name", "Email", "Phone")
    assert "row 4" in table.notes[0]
    assert values(table) == [["Ann", "a@example.com", "1"]]


def test_repeated_headers_are_made_distinct_and_told():
    table = read(b"Email,email,Phone,EMAIL\na,b,c,d\n")
    assert table.headers == ("Email", "email (2)", "Phone", "EMAIL (3)")
    assert "Columns 1 and 2 have the same header" in table.notes[0]


def test_a_column_without_header_gets_a_name():
    table = read(b"Name,,Phone\nAnn,x,1\nBo,y,2\n")
    assert table.headers == ("Name", "Column 2", "Phone")


def test_rows_of_another_width_are_problems_and_the_others_are_read():
    table = read(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12,\n13,14,15\n")
    assert [number for number, _ in problems(table)] == [3, 4]
    assert "2 cells where the header has 3" in problems(table)[0][1]
    assert [row.values for row in table if not row.problem][1:] == [["10", "11", "12"], ["13", "14", "15"]]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,\n,,\n", b"  \n"])
def test_an_empty_file_is_explained(content):
    with pytest.raises(TableError, match="empty"):
        read(content)


def test_a_header_alone_is_explained_and_gives_no_rows():
    table = read(b"Name,Email\n")
    assert "no row below" in table.notes[0]
    assert list(table) == []


def test_an_open_quote_costs_one_row_and_not_the_rest_of_the_file():
    table = read(b'a,b\n1,"2\n' + b"3,4\n" * 1000)
    assert [number for number, _ in problems(table)] == [2]
    assert sum(1 for row in table if row.problem is None) == 1000


def test_an_open_quote_followed_by_more_than_a_cell_can_hold_costs_one_row():
    table = read(b'a,b\n1,"2\n' + b"3,4\n" * 100_000 + b'5,"6"\n')
    assert [number for number, _ in problems(table)] == [2]
    assert sum(1 for row in table if row.problem is None) == 100_001


def test_a_cell_beyond_all_measure_is_a_problem_of_its_row():
    table = read(b"a,b\n1," + b"x" * 140_000 + b"\n3,4\n")
    assert problems(table) == [(2, "has a cell longer than 131,072 characters")]
    assert values(table)[1] == ["3", "4"]


def test_a_line_beyond_all_measure_is_a_problem_of_its_row():
    table = read(b"a,b\n1,2\n" + b"x," * 2_000_000 + b"\n3,4\n")
    assert [number for number, _ in problems(table)] == [3]
    assert [row.values for row in table if not row.problem] == [["1", "2"], ["3", "4"]]


def test_a_nul_byte_is_a_problem_of_its_row():
    table = read(b"a,b\n1,2\n3,\x004\n5,6\n")
    assert [number for number, _ in problems(table)] == [3]


def test_quotes_that_never_settle_end_in_bounded_work():
    table = read(b"a,b\n" + b'x"y,"z\n' * 400_000)
    assert problems(table)


def test_a_table_can_be_read_again():
    table = read(io.BytesIO(b"a,b\n1,2\n"))
    assert values(table) == values(table) == [["1", "2"]]


def test_a_path_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(TableError, match=r"gone\.csv cannot be read"):
        read(tmp_path / "gone.csv")


def test_chunks_hold_all_rows_in_order():
    table = read(b"a\n" + b"".join(b"%d\n" % number for number in range(1, 26)))
    chunks = list(table.chunks(10))
    assert [len(chunk) for chunk in chunks] == [10, 10, 5]
    assert [row.values for chunk in chunks for row in chunk] == values(table)


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"\x1f\x8b\x08", b"\x89PNG\r\n"])
def test_other_kinds_of_file_are_told_apart(start):
    with pytest.raises(TableError, match="not a table"):
        read(start + b"...")


def test_memory_stays_flat_over_many_rows_and_an_endless_line(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(b"a,b,c\n" + b"1,2,3\n" * 300_000)
        for _ in range(40):
            file.write(b"x" * (1 << 20))
        file.write(b"\n4,5,6\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    count = sum(1 for _ in read(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 300_002
    assert peak < 24 << 20
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 128 << 10  # kilobytes; other tests of this process may have needed more before


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content):
    try:
        table = read(content)
    except TableError as error:
        assert str(error)  # noqa: PT017
        return
    width = len(table.headers)
    assert all(row.problem or len(row.values) == width for row in table)


@given(st.text(alphabet="ab\",;\n\r\t\x00' =", max_size=200))
def test_no_quoting_breaks_the_reader(text):
    try:
        table = read(text.encode())
    except TableError:
        return
    numbers = [row.number for row in table]
    assert numbers == sorted(set(numbers))
