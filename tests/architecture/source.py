"""The source as the architecture tests see it: parsed modules, what they import, where they belong."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SRC = REPOSITORY / "src"
PACKAGE = SRC / "winnow"

FOUNDATION = ("tables", "people", "prospects", "procedure")  # each may import those before it
DOORS = ("web", "api", "cli", "worker", "mail", "hooks", "simulate", "doctor", "backup", "bench")
TOP = ("config",)  # names the doors; imported by the command line alone
FURNITURE = ("models", "actions", "queries", "apps", "migrations", "management", "admin")


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        """Its dotted name below `winnow`, in pieces."""
        return tuple(self.name.split(".")[1:])

    @property
    def room(self) -> str:
        """The folder (or file) directly below `winnow` that it belongs to."""
        return self.parts[0] if self.parts else ""

    @property
    def is_furniture(self) -> bool:
        """Whether it may touch the database: models, actions, queries and what Django looks for."""
        return any(part in FURNITURE for part in self.parts[1:])

    def at(self, line: int) -> str:
        """A place in it, as editors understand it."""
        return f"{self.path.relative_to(REPOSITORY)}:{line}"


@cache
def modules() -> tuple[Module, ...]:
    """Every module of ours, migrations left out: those are generated."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
    return tuple(_read(path) for path in files)


def _read(path: Path) -> Module:
    relative = path.relative_to(SRC).with_suffix("")
    parts = relative.parts[:-1] if relative.name == "__init__" else relative.parts
    text = path.read_text()
    return Module(path, ".".join(parts), text, ast.parse(text, str(path)))


@cache
def module_names() -> frozenset[str]:
    return frozenset(module.name for module in modules())


def rooms() -> frozenset[str]:
    """The folders that are steps of an inquiry's way: neither doors, flow nor the foundation."""
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    return frozenset(folders - {*DOORS, *TOP, *FOUNDATION, "flow"})


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Every import with its line, wherever in the file it stands; names of modules are given in full."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            whole = [f"{origin}.{alias.name}" for alias in node.names]
            names = [name if name in module_names() else origin for name in whole]
            yield from ((node.lineno, name) for name in dict.fromkeys(names))


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    for _ in range(node.level - 1):
        package = package.rpartition(".")[0]
    return f"{package}.{node.module}" if node.module else package


def our_imports(module: Module) -> Iterator[tuple[int, str]]:
    """Imports of Winnow's own modules."""
    return ((line, name) for line, name in imports(module) if name.partition(".")[0] == "winnow")


def dotted(node: ast.AST) -> str:
    """`a.b.c` for such an expression, else an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        front = dotted(node.value)
        return f"{front}.{node.attr}" if front else ""
    return ""


def failing(offences: list[str]) -> str:
    """The message of a failed test: one offence a line."""
    return "\n  " + "\n  ".join(offences)
