"""The description of the API as Markdown: docs/api-reference.md is this, and a test keeps it so."""

from collections.abc import Iterator, Sequence
from typing import Any

TOP = """# Every operation of the API

Made by `winnow reference --api > docs/api-reference.md`; do not edit. How to use it is told in [the API](api.md); the
same for machines is `/api/openapi.json` of an installation."""


def text(described: dict[str, Any]) -> str:
    """The whole reference of an OpenAPI document, without a newline at its end."""
    schemas = described["components"]["schemas"]  # those that end in Asked are the parameters of lists
    parts = [
        part
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        for part in _operation(f"{method.upper()} {path}", operation)
    ]
    shown = sorted((name, schema) for name, schema in schemas.items() if not name.endswith("Asked"))
    named = [part for name, schema in shown for part in _schema(name, schema)]
    return "\n\n".join([TOP, *parts, "## What is sent and answered", *named])


def _operation(name: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"## `{name}`"
    yield _cell(f"{operation['summary']}. {operation.get('description', '')}")
    if parameters := operation.get("parameters"):
        yield _table(("parameter", "in", ""), [_parameter(one) for one in parameters])
    if body := operation.get("requestBody"):
        yield f"Body: {_body(body['content'])}."
    answers = operation["responses"].items()
    yield _table(("status", ""), [(str(status), answer.get("description", "")) for status, answer in answers])


def _parameter(one: dict[str, Any]) -> tuple[str, str, str]:
    schema = one.get("schema", {})
    said = one.get("description") or schema.get("description") or _kind(schema)
    return f"`{one['name']}`", one["in"], said + (" (required)" if one.get("required") else "")


def _body(content: dict[str, Any]) -> str:
    return "; ".join(f"`{media}`, {_kind(one.get('schema', {}))}" for media, one in content.items())


def _schema(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f"### {name}"
    required = schema.get("required", ())
    rows = [
        (f"`{field}`", _kind(one), one.get("description", "") or ("required" if field in required else ""))
        for field, one in schema.get("properties", {}).items()
    ]
    yield _table(("field", "type", ""), rows) if rows else _cell(schema.get("description") or _kind(schema))


def _kind(schema: dict[str, Any]) -> str:
    """What a value is, in a few words."""
    if "$ref" in schema:
        return f"[{schema['$ref'].rpartition('/')[2]}](#{schema['$ref'].rpartition('/')[2].lower()})"
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return " or ".join(dict.fromkeys(_kind(one) for one in schema[word]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if words := schema.get("enum"):
        return ", ".join(f"`{word}`" for word in words)
    return str(
        schema.get("title") if "properties" in schema else schema.get("format") or schema.get("type", "any")
    )


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")
