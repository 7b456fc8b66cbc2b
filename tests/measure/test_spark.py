"""The same inputs give the same figures on Spark; left out where it or Java is not installed (conftest.py)."""

import json
import os
import subprocess
import sys

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


def test_settings_of_a_cluster_are_followed_and_an_address_is_read(tmp_path):
    make(tmp_path, 30, 3)
    script = (
        "from winnow.cli.audit_engine import computing; import json, sys;"
        "connection = computing('spark', None).connect();"
        "tables = computing('spark', None).module.open_folder(sys.argv[1], connection=connection);"
        "session = connection._session;"
        "print(json.dumps([session.sparkContext.master, session.conf.get('spark.sql.shuffle.partitions'),"
        " tables.inquiries.count().to_pyarrow().as_py()]))"
    )
    settings = "--master local[1] --conf spark.sql.shuffle.partitions=3 pyspark-shell"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, tmp_path.as_uri()],
        env=os.environ | {"PYSPARK_SUBMIT_ARGS": settings}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    master, partitions, inquiries = json.loads(done.stdout)
    assert (master, partitions) == ("local[1]", "3")
    assert inquiries >= 30
