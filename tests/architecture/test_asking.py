"""What a test asks of the machine decides in which step it runs: real processes have folders of their own."""

from tests.conftest import PROCESSES, REPOSITORY

OTHERS = ("architecture", "browser", "setup")  # read sources, drive pages, look at what `run` does


def test_only_folders_of_processes_start_installations() -> None:
    tests = REPOSITORY / "tests"
    files = [
        file for file in tests.rglob("*.py") if file.relative_to(tests).parts[0] not in (*PROCESSES, *OTHERS)
    ]
    assert len(files) > 100
    assert not [str(file) for file in files if "tests.cli.installation" in file.read_text()]
