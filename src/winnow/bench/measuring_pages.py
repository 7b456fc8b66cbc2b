"""Milliseconds that pages' questions take over kept facts: `python -m winnow.bench.measuring_pages KEPT`.

In a process of their own, as set up as one that serves pages.
"""

import json
import os
import sys
import time

ASKED = 5  # times that each question is asked


def main(place: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "winnow.config.settings")
    django.setup()
    from winnow.bench.measuring_figures import questions
    from winnow.flow.garbage import look_rarely
    from winnow.measure.engines import duckdb
    from winnow.measure.kept import kept

    look_rarely()
    taken: dict[str, list[float]] = {}
    for name, ask in questions(kept(place, duckdb.connect())).items():
        taken[name] = []
        for _time in range(ASKED):
            began = time.perf_counter()
            ask()
            taken[name].append(1000 * (time.perf_counter() - began))
    sys.stdout.write(json.dumps(taken))


if __name__ == "__main__":
    main(*sys.argv[1:])
