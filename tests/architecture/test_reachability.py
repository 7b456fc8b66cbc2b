"""No rule that nothing calls: tested code that the application never reaches is dead code."""

import ast
import re
from functools import cache

from tests.architecture.exemptions import UNREACHED
from tests.architecture.source import DOORS, PACKAGE, TOP, Module, failing, modules, our_imports

FOUND_BY_NAME = {
    "apps", "models", "urls", "wsgi", "asgi", "settings", "migrations", "management", "templatetags", "main",
    "personal",
}  # fmt: skip


@cache
def mentions() -> dict[str, frozenset[str]]:
    """Every identifier in each module, with those in texts that are names (settings, relations)."""
    return {module.name: frozenset(_identifiers(module)) for module in modules()}


def _identifiers(module: Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(() if re.search(r"\s", node.value) else re.findall(r"\w+", node.value))
    return found


@cache
def words_in_templates() -> frozenset[str]:
    return frozenset(
        word for path in PACKAGE.rglob("*.html") for word in re.findall(r"\w+", path.read_text())
    )


def public_definitions(module: Module) -> list[tuple[int, str]]:
    return [
        (node.lineno, node.name)
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
    ]


def is_used(name: str) -> bool:
    return name in words_in_templates() or any(name in found for found in mentions().values())


def test_every_public_name_below_the_doors_is_used_somewhere() -> None:
    offences = [
        f"{module.at(line)} {name}"
        for module in modules()
        if module.room not in {*DOORS, *TOP} and "apps" not in module.parts
        for line, name in public_definitions(module)
        if not is_used(name) and f"{module.name}.{name}" not in UNREACHED
    ]
    assert not offences, failing(offences)


def test_exemptions_from_reachability_only_shrink() -> None:
    used_after_all = [name for name in UNREACHED if is_used(name.rpartition(".")[2])]
    assert not used_after_all, failing(used_after_all)


def test_every_module_is_reached_from_another() -> None:
    reached = {name for module in modules() for _, name in our_imports(module) if name != module.name}
    named_in_texts = " ".join(
        node.value
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    offences = [
        module.name
        for module in modules()
        if module.path.name != "__init__.py"
        and not FOUND_BY_NAME & set(module.parts)
        and module.name not in reached
        and module.name not in named_in_texts
    ]
    assert not offences, failing(offences)
