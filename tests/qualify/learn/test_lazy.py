"""The room itself stays light: what learns is loaded when asked for."""

import subprocess
import sys


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_room_imports_neither_django_nor_numpy():
    assert not {"numpy", "django", "sklearn"} & loaded_after("import winnow.qualify")


def test_the_estimator_works_without_django():
    assert "django" not in loaded_after("from winnow.qualify import fit, Frame, History")
