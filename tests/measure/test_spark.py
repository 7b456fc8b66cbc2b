"""The same inputs give the same figures on Spark; where it or Java is missing this is skipped."""

import shutil

import pytest

from winnow.bench.measuring import different
from winnow.bench.measuring_company import AS_OF, make
from winnow.bench.measuring_figures import figures, outlooks, questions
from winnow.measure.engines import engine
from winnow.measure.facts import gather

pytest.importorskip("pyspark")
pytestmark = [
    pytest.mark.skipif(not shutil.which("java"), reason="Spark needs Java"),
    pytest.mark.filterwarnings("ignore"),  # of Spark's own, about its own future
]


def test_spark_gives_the_same_figures_as_duckdb(tmp_path):
    make(tmp_path, 300, 3)
    found = {name: gather(engine(name).open_folder(str(tmp_path), AS_OF)) for name in ("duckdb", "spark")}
    told = {
        name: figures({what: ask() for what, ask in questions(facts).items()}) | dict(outlooks(facts))
        for name, facts in found.items()
    }
    assert not different(told["spark"], told["duckdb"])
