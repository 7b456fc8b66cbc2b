"""What the papers point at exists: files, and the functions the walkthrough names."""

import re
from pathlib import Path

import pytest

from winnow.cli.bench import Part

ROOT = Path(__file__).resolve().parents[2]
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)(?:`::(\w+)`)?")


def links(paper: Path) -> list[tuple[str, str]]:
    return [(target, name) for target, name in LINK.findall(paper.read_text()) if "://" not in target]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_link_leads_somewhere(paper: Path) -> None:
    missing = [target for target, _ in links(paper) if not (paper.parent / target).exists()]
    assert missing == []


def test_the_walkthrough_names_functions_that_exist() -> None:
    paper = ROOT / "docs" / "walkthrough.md"
    named = [(paper.parent / target, name) for target, name in links(paper) if name]
    assert named
    missing = [name for target, name in named if not re.search(rf"^def {name}\b", target.read_text(), re.M)]
    assert missing == []


def test_every_part_of_the_benchmark_is_named_in_its_paper() -> None:
    usage = re.search(r"winnow bench \[([a-z|]+)\]", (ROOT / "docs" / "bench.md").read_text())
    assert usage
    assert usage[1].split("|") == [one.value for one in Part]
