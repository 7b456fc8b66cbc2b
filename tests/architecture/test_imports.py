"""Imports go downwards only: config, doors, flow, rooms, foundation."""

from tests.architecture.exemptions import NOT_PURE
from tests.architecture.source import (
    DOORS,
    FOUNDATION,
    TOP,
    Module,
    failing,
    imports,
    modules,
    our_imports,
    rooms,
)

# The command line starts the other doors and plays the demo; it never borrows their insides.
A_DOOR_THAT_STARTS_OTHERS = {
    ("cli", "worker"),
    ("cli", "api"),  # whose reference it prints
    ("cli", "simulate"),
    ("cli", "mail"),
    ("cli", "hooks"),
    ("cli", "doctor"),
    ("cli", "backup"),
    ("cli", "bench"),
    ("web", "doctor"),
    ("web", "mail"),
    ("web", "hooks"),
}
# The words of the design are below everything.
VOCABULARY = "winnow.prospects.words"
# Of the installation itself, whoever needs to may know where it is and what it lacks.
OF_THE_INSTALLATION = ("winnow.config.home", "winnow.config.extras")
BEYOND_PURE = {
    "django", "ninja", "allauth", "psycopg", "sqlite3", "random", "secrets", "time", "os", "io", "sys",
    "pathlib", "tempfile", "shutil", "subprocess", "socket", "threading", "asyncio", "logging", "uuid",
}  # fmt: skip


def room_of(name: str) -> str:
    return [*name.split("."), ""][1]


def is_pure(module: Module) -> bool:
    """Rules: what stands in a room or the foundation and is no furniture."""
    belongs = module.room in {*rooms(), *FOUNDATION} and len(module.parts) > 1
    return belongs and not module.is_furniture and not is_exempt(module)


def is_exempt(module: Module) -> bool:
    return any(f"{module.name}.".startswith(f"{name}.") for name in NOT_PURE)


def allowed_below(room: str) -> set[str]:
    """The rooms that a room may import, itself aside."""
    if room in FOUNDATION:
        return set(FOUNDATION[: FOUNDATION.index(room)])
    if room in rooms():
        return set(FOUNDATION)
    below_doors = {*FOUNDATION, *rooms(), "flow"}
    if room == "flow":
        return below_doors
    if room in DOORS:
        return below_doors | {other for door, other in A_DOOR_THAT_STARTS_OTHERS if door == room}
    return below_doors | set(DOORS)


def may_import(module: Module, name: str) -> bool:
    target = room_of(name)
    if target in ("", module.room):
        return True
    if name == VOCABULARY:
        return True
    if target in TOP:
        return module.room == "cli" or name in OF_THE_INSTALLATION
    return target in allowed_below(module.room)


def test_imports_go_downwards_only() -> None:
    offences = [
        f"{module.at(line)} imports {name}"
        for module in modules()
        for line, name in our_imports(module)
        if not may_import(module, name)
    ]
    assert not offences, failing(offences)


def test_rules_import_no_django_clock_chance_or_files() -> None:
    offences = [
        f"{module.at(line)} imports {name}"
        for module in modules()
        if is_pure(module)
        for line, name in imports(module)
        if name.partition(".")[0] in BEYOND_PURE
    ]
    assert not offences, failing(offences)


def test_rules_import_only_rules_of_ours() -> None:
    pure = {module.name for module in modules() if is_pure(module)}
    packages = {module.name for module in modules() if module.path.name == "__init__.py"}
    offences = [
        f"{module.at(line)} imports {name}"
        for module in modules()
        if module.name in pure
        for line, name in our_imports(module)
        if name not in pure | packages
    ]
    assert not offences, failing(offences)


def test_no_modules_import_one_another_in_a_circle() -> None:
    graph = {module.name: {name for _, name in our_imports(module)} for module in modules()}
    circles = sorted({" → ".join(circle) for start in graph if (circle := way_back(graph, start))})
    assert not circles, failing(circles)


def way_back(graph: dict[str, set[str]], start: str) -> list[str]:
    """The shortest way from a module back to itself; empty when there is none."""
    ways, seen = [[start]], set()
    for way in ways:
        for name in sorted(graph.get(way[-1], ())):
            if name == start and way != [start]:
                return [*way, start]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def test_exemptions_from_purity_only_shrink() -> None:
    pure = {module.name for module in modules() if is_pure(module)}
    touching = [
        f"{module.name}."
        for module in modules()
        if is_exempt(module) and any(_is_impure(name, pure) for _, name in imports(module))
    ]
    idle = [name for name in NOT_PURE if not any(reader.startswith(f"{name}.") for reader in touching)]
    assert not idle, failing(idle)


def _is_impure(name: str, pure: set[str]) -> bool:
    front = name.partition(".")[0]
    return front in BEYOND_PURE or (front == "winnow" and name not in pure)
