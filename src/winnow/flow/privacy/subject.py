"""Everything that is kept of a person, for them: as JSON, as a readable page, and their files, in one ZIP."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from winnow.correspondence.models import Attachment
from winnow.flow.privacy import loose
from winnow.flow.privacy.known import tables
from winnow.flow.privacy.whose import Whose, rows_of, whose
from winnow.people.models import User
from winnow.people.rights import Rows
from winnow.prospects.models import Company, Event, Person

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
table{{border-collapse:collapse;margin:0 0 1.5rem;width:100%}}th,td{{border:1px solid #999;padding:.3rem .5rem;
text-align:left;vertical-align:top;overflow-wrap:anywhere}}th{{width:14rem}}pre{{white-space:pre-wrap;margin:0}}</style>
<h1>{title}</h1><p>{lede}</p>{body}</html>"""


@dataclass(frozen=True, slots=True)
class Told:
    """What is kept: rows by table, each as column and value."""

    person: int
    at: datetime
    rows: Mapping[str, list[dict[str, Any]]]


def told_of(person: int, *, now: datetime) -> Told:
    """All rows that speak of this person; secrets of this installation are left out."""
    who = whose([person])
    found = {one.table: _rows(one, who) for one in tables() if one.of}
    held = apps.get_model("intake.Held").objects.filter(pk__in=loose.held_of(who))
    found["intake.Held"] += [_values(row, ()) for row in held if row.inquiry_id is None]
    found["prospects.Company"] = [
        _values(row, ()) for row in Company.objects.filter(persons__in=who.persons).distinct()
    ]
    return Told(person, now, {table: rows for table, rows in sorted(found.items()) if rows})


def archive(person: int, *, by: User | None, now: datetime) -> bytes:
    """The ZIP; that it was made is noted."""
    told = told_of(person, now=now)
    Event.objects.create(
        at=now, kind="person_told", actor=by, by="user" if by else "door", data={"person": person}
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("everything.json", as_json(told))
        packed.writestr("everything.html", as_page(told))
        hung = [row["id"] for row in told.rows.get("correspondence.Attachment", [])]
        for one in Attachment.objects.filter(pk__in=hung):
            packed.writestr(f"attachments/{one.pk}-{_plain(one.name)}", bytes(one.content))
    return out.getvalue()


def as_json(told: Told) -> str:
    said = {"person": told.person, "as_of": told.at, "kept": told.rows}
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def as_page(told: Told) -> str:
    """Readable without Winnow and without a network."""
    name = str(Person.objects.get(id=told.person))
    sections = "".join(_section(table, rows) for table, rows in told.rows.items())
    lede = f"Everything that we keep of you, as of {told.at:%d %B %Y, %H:%M} UTC. Times are UTC."
    return PAGE.format(title=escape(f"What we keep of {name}"), lede=escape(lede), body=sections)


def _section(table: str, rows: list[dict[str, Any]]) -> str:
    head = str(apps.get_model(table)._meta.verbose_name_plural).capitalize()
    return f"<h2>{escape(head)} ({len(rows)})</h2>" + "".join(_table(row) for row in rows)


def _table(row: Mapping[str, Any]) -> str:
    lines = [
        f"<tr><th scope=row>{escape(name.replace('_', ' '))}</th><td>{_cell(value)}</td></tr>"
        for name, value in row.items()
        if value not in (None, "", [], {})
    ]
    return f"<table>{''.join(lines)}</table>"


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        shown = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        return f"<pre>{escape(shown)}</pre>"
    return escape(str(value))


def _rows(table: Rows, who: Whose) -> list[dict[str, Any]]:
    return [_values(row, table.unique) for row in rows_of(table, who).order_by("pk").distinct()]


def _values(row: Any, left_out: tuple[str, ...]) -> dict[str, Any]:
    return {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in left_out and not isinstance(field, models.BinaryField)
    }


def _plain(name: str) -> str:
    """A file name that stays in its folder, whatever it was called."""
    kept = "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in name)
    return kept[:120].lstrip(".") or "file"
