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


def test_what_sets_up_the_database_once_for_a_file_says_so_of_its_tests() -> None:
    """Run alone, it would otherwise find no tables: they are made for tests that are marked."""
    files = [file for file in (REPOSITORY / "tests").rglob("test_*.py") if "architecture" not in file.parts]
    unmarked = [
        str(file)
        for file in files
        if "django_db_setup" in (text := file.read_text()) and "mark.django_db" not in text
    ]
    assert not unmarked
