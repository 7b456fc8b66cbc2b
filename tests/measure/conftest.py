"""Spark is not among the locks: where it or Java 17 is not installed, its test is left out, and not skipped."""

import shutil
from importlib.util import find_spec

collect_ignore = [] if find_spec("pyspark") and shutil.which("java") else ["test_spark.py"]
