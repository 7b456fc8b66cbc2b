"""What a template does not say by itself when it is wrong."""

import re

from tests.architecture.source import PACKAGE

OPEN = re.compile(r"\{#(?!.*#\})")


def test_every_comment_ends_on_its_line_else_it_is_printed() -> None:
    found = {
        f"{path.relative_to(PACKAGE)}:{number}"
        for pattern in ("*.html", "*.txt")
        for path in sorted(PACKAGE.rglob(pattern))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if OPEN.search(line)
    }
    assert not found
