"""The company's own values in the text of its procedure, every remark in it kept. Pure."""

import json
import re
from collections.abc import Mapping

# Each value stands on a line of its own in its table; set-up changes these and nothing else.
TABLE_OF = {
    "name": "company",
    "currency": "company",
    "country": "company",
    "timezone": "hours.default",
    "holidays_of": "hours.default",
}


def with_company(text: str, values: Mapping[str, str]) -> str:
    """The text with these values in the place of those it has; what the text leaves out stays left out."""
    for field, value in values.items():
        text = _with(text, TABLE_OF[field], field, value)
    return text


def _with(text: str, table: str, field: str, value: str) -> str:
    head = re.search(rf"^\[{re.escape(table)}\].*$", text, re.MULTILINE)
    if not head:
        return text
    following = re.compile(r"^\[", re.MULTILINE).search(text, head.end())
    end = following.start() if following else len(text)
    line = re.compile(rf'^({field}\s*=\s*)"(?:[^"\\\n]|\\.)*"', re.MULTILINE)
    quoted = json.dumps(value, ensure_ascii=False)
    section = line.sub(lambda found: found[1] + quoted, text[head.end() : end], count=1)
    return text[: head.end()] + section + text[end:]
