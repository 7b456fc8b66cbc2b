"""Time and chance are arguments: only the outermost edge reads a clock, and nothing draws unseeded."""

import ast
from collections.abc import Iterator

from tests.architecture.exemptions import MAY_READ_THE_CLOCK
from tests.architecture.source import Module, dotted, failing, modules

EDGES = {"web", "api", "cli", "worker", "mail", "hooks", "config"}
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now",
    "datetime.datetime.utcnow", "datetime.date.today", "timezone.now", "timezone.localdate",
    "timezone.localtime", "time.time", "time.time_ns", "Now",
}  # fmt: skip
KEPT_BY_DJANGO = {"auto_now", "auto_now_add"}
SEEDED = {"random.Random", "random.SystemRandom"}


def clock_readings(module: Module) -> Iterator[str]:
    """Each place that asks what time it is, or lets Django ask."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute | ast.Name) and dotted(node) in CLOCKS:
            yield f"{module.at(node.lineno)} reads the clock: {dotted(node)}"
        if isinstance(node, ast.keyword) and node.arg in KEPT_BY_DJANGO:
            yield f"{module.at(node.value.lineno)} lets Django read the clock: {node.arg}"


def test_only_the_outermost_edge_reads_the_clock() -> None:
    offences = [
        reading
        for module in modules()
        if module.room not in EDGES and module.name not in MAY_READ_THE_CLOCK
        for reading in clock_readings(module)
    ]
    assert not offences, failing(offences)


def test_modules_that_may_read_the_clock_do_so() -> None:
    readers = {module.name for module in modules() if any(clock_readings(module))}
    assert not (idle := sorted(set(MAY_READ_THE_CLOCK) - readers)), failing(idle)


def test_nothing_draws_from_the_shared_unseeded_generator() -> None:
    offences = [
        f"{module.at(node.lineno)} uses {dotted(node)}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and dotted(node).startswith("random.")
        and dotted(node) not in SEEDED
        and "random"
        in {alias.name for i in ast.walk(module.tree) if isinstance(i, ast.Import) for alias in i.names}
    ]
    assert not offences, failing(offences)


def test_a_generator_is_always_given_its_seed() -> None:
    offences = [
        f"{module.at(node.lineno)} calls {dotted(node.func)}() without a seed"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and dotted(node.func) in ("Random", "random.Random") and not node.args
    ]
    assert not offences, failing(offences)
