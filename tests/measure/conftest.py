"""Spark is too large for `.venv`: its test runs where `python -m tests.spark` puts it on the path."""

import shutil
from importlib.util import find_spec

collect_ignore = [] if find_spec("pyspark") and shutil.which("java") else ["test_spark.py"]
