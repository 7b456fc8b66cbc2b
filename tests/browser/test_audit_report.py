"""The audit's report in a browser, from a file, without a network: axe, width, colours by day and by night."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from typer.testing import CliRunner

from tests.measure.findings.firm import tables
from winnow.cli.audit import app


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    for name, frame in tables().items():
        frame.write_parquet(folder / f"{name}.parquet")
    done = CliRunner().invoke(app, [str(folder), "-o", str(folder / "report.html")])
    assert done.exit_code == 0, done.output
    return folder / "report.html"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_report_is_accessible_offline_at_any_width_by_day_and_by_night(
    browser: Browser, report: Path, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [report.as_uri()]
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == ("rgb(31, 28, 24)" if scheme == "light" else "rgb(238, 235, 229)")
    context.close()
