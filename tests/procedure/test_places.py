"""Lines of keys, in every way TOML lets them be written."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from winnow.procedure.places import Path, line_at, lines_of

TEXT = '''\
top = 1 # one
[a.b]
c = """
[not.a.table]
"""
"quoted.key" = ['x', # why
  { d = 1, e = [2,
    3] },
]
[[rows]]
k = 2027-01-01 09:00
[[rows]]
k = 'it''s'
  [rows.inner]
  z.y = { p.q = "\\"]" }
'''.replace("it''s", "its")


def test_each_key_has_the_line_on_which_it_stands() -> None:
    lines = lines_of(TEXT)
    assert {
        path: lines[path] for path in lines if path[-1] in ("top", "c", "quoted.key", "d", "e", "k", "z", "q")
    } == {
        ("top",): 1,
        ("a", "b", "c"): 3,
        ("a", "b", "quoted.key"): 6,
        ("a", "b", "quoted.key", 1, "d"): 7,
        ("a", "b", "quoted.key", 1, "e"): 7,
        ("rows", 0, "k"): 11,
        ("rows", 1, "k"): 13,
        ("rows", 1, "inner", "z"): 15,
        ("rows", 1, "inner", "z", "y", "p", "q"): 15,
    }


def test_a_path_that_is_not_written_has_the_line_of_the_table_around_it() -> None:
    assert line_at(lines_of(TEXT), ("rows", 1, "missing")) == 12


def paths(value: Any, path: Path = ()) -> set[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path} | {deeper for part, one in inner for deeper in paths(one, (*path, part))}


KEYS = st.sampled_from(["a", "b", '"c.d"', "'e f'", "a.b", '"x" . y'])
VALUES = st.recursive(
    st.sampled_from(["1", '"#]"', "'''\n'q'\n'''", '"""a\\""""', "true", "07:32:00", "1979-05-27 07:32:00Z"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: "[ " + " ,\n".join(parts) + " # x\n ]"),
        st.tuples(KEYS, inner).map(lambda pair: f"{{ {pair[0]} = {pair[1]} }}"),
    ),
    max_leaves=6,
)
LINES = st.one_of(
    st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]} = {pair[1]} # z"),
    KEYS.map(lambda key: f"[ {key} ]"),
    KEYS.map(lambda key: f"[[{key}]] # y"),
)


@given(st.lists(LINES, max_size=8).map("\n".join))
def test_the_places_are_exactly_the_paths_that_tomllib_reads(text: str) -> None:
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(lines_of(text)) | {()} == paths(value)
