"""The pages of figures in a browser: where a marketer's day begins, and a hold-out drawn."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.desk_server import in_home, served
from tests.browser.desks_of_others import faults_of, sign_in

pytestmark = pytest.mark.browser
PAGES = ["/figures/", "/figures/campaigns/", "/figures/response/", "/figures/conversion/", "/figures/rule-of-45/",
         "/campaigns/1/hold-outs/"]  # fmt: skip
COUNT = """
import django; django.setup()
from django.utils import timezone
from winnow.flow import measuring
assert measuring.refresh(timezone.now())
"""


@pytest.fixture(scope="module")
def counted(firm_home: Path, tmp_path_factory: pytest.TempPathFactory):
    """The address of a running Winnow whose figures have been counted."""
    home = Path(shutil.copytree(firm_home, tmp_path_factory.mktemp("figures") / "home"))
    in_home(home, COUNT)
    with served(home) as url:
        yield url


def test_the_pages_have_no_faults_at_any_size_in_light_and_dark(browser, counted):
    assert faults_of(browser, counted, "mia", PAGES) == []


def test_a_marketers_day_begins_with_what_to_stop_and_leads_to_the_campaign(browser, counted):
    page = sign_in(browser, counted, "mia")
    page.goto(counted)
    expect(page.get_by_role("heading", name="Stop or feed")).to_be_visible()
    page.get_by_role("link", name="Spring").first.press("Enter")
    expect(page.get_by_role("heading", name="Spring", exact=True)).to_be_visible()


def test_a_hold_out_is_drawn_and_the_file_of_those_to_be_touched_taken(browser, counted, tmp_path):
    letter = tmp_path / "letter.csv"
    letter.write_text("\n".join(["email", *(f"kim@firm{number}.test" for number in range(100))]))
    page = sign_in(browser, counted, "mia")
    page.goto(f"{counted}/campaigns/1/")
    page.get_by_role("link", name="Hold-outs").press("Enter")
    page.get_by_label("The audience").set_input_files(letter)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Draw, and take the file").press("Enter")
    assert len(Path(taken.value.path()).read_text().splitlines()) == 1 + 80
    page.reload()
    expect(page.get_by_role("cell", name="80", exact=True)).to_be_visible()
