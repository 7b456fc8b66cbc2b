"""The same inputs give the same figures on Spark; left out where it or Java is not installed (conftest.py)."""

import pytest

from winnow.bench.measuring import different
from winnow.bench.measuring_company import AS_OF, make
from winnow.bench.measuring_figures import counted, figures, questions
from winnow.measure.engines import engine
from winnow.measure.facts import gather
from winnow.measure.kept import settled


@pytest.mark.filterwarnings("ignore")  # Spark's own, about its own future
def test_spark_gives_the_same_figures_as_duckdb(tmp_path):
    make(tmp_path, 300, 3)
    found = {
        name: settled(gather(engine(name).open_folder(str(tmp_path), AS_OF))) for name in ("duckdb", "spark")
    }
    told = {
        name: figures({what: ask() for what, ask in questions(facts).items()}) | dict(counted(facts))
        for name, facts in found.items()
    }
    assert len(told["duckdb"]) > 4_000
    assert different(told["spark"], told["duckdb"]) == []
