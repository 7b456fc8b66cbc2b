"""What a folder costs on an engine: `python -m winnow.bench.measuring_growth duckdb|spark FOLDER [MEMORY]`.

Prints how many touches there are, seconds by the clock and of processors for the facts and for every metric asked of
them, and megabytes at the peak; what Spark's own process takes is counted, too.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from winnow.bench.measuring_company import AS_OF
from winnow.bench.measuring_figures import questions
from winnow.bench.processes import cpu_of, peak_of


def main(name: str, folder: str, *memory: str) -> None:
    from winnow.measure.engines import engine
    from winnow.measure.facts import gather
    from winnow.measure.kept import settled

    used = engine(name)
    tables = used.open_folder(
        folder, AS_OF, connection=used.connect(**dict(zip(["memory"], memory, strict=False)))
    )
    told: dict[str, Any] = {"engine": name, "touches": tables.touches.count().to_pyarrow().as_py()}
    facts = _measured("facts", told, lambda: settled(gather(tables)))
    _measured("questions", told, lambda: [ask() for ask in questions(facts).values()])
    sys.stdout.write(json.dumps(told | {"peak": round(peak_of(os.getpid()))}) + "\n")


def _measured(name: str, told: dict[str, Any], ask: Callable[[], Any]) -> Any:
    began, before = time.perf_counter(), cpu_of(os.getpid())
    found = ask()
    told[name] = round(time.perf_counter() - began, 1)
    told[f"{name}.cpu"] = round(cpu_of(os.getpid()) - before, 1)
    sys.stderr.write(f"{json.dumps(told)}\n")
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
