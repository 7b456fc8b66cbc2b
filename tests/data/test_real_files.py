"""Real files, where they lie beside the checkout, and made-up ones like them everywhere: what comes in, and what the
pages show of it, equals counts made independently from the files."""

import csv
import zipfile
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Count, Sum

from tests.conftest import SHARED
from tests.data import standins
from tests.data.shown import shown_as_counted
from tests.flow.import_files import Clock
from tests.world import people
from winnow.deals.models import Opportunity
from winnow.deals.proof import share
from winnow.deals.queries import pipeline as stands_at
from winnow.deals.sieve import Scope
from winnow.deals.standing import columns as columns_of
from winnow.flow import imports
from winnow.flow.deals.history import Columns, bring
from winnow.flow.deals.purging import review
from winnow.intake.models import Held
from winnow.people.models import Team, User
from winnow.procedure.actions import default_text, publish
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Inquiry, Order, Prospect

CHANNEL_OF = {
    "paid_search": "paid_ad", "organic_search": "web", "direct_traffic": "web", "social": "web", "email": "email",
    "referral": "referral", "display": "paid_ad", "other_publicities": "paid_ad",
}  # fmt: skip


@pytest.fixture
def cast(db):
    return people()


def brought(path, **options):
    clock = Clock()
    begun, _ = imports.start(path, imports.Options(**options), None, clock())
    return imports.run(begun.pk, clock)


def ended(path, **options):
    clock = Clock()
    return imports.run(
        imports.begin_outcomes(path, imports.OutcomeOptions(**options), None, clock()).pk, clock
    )


def rows_of(path, encoding="utf-8"):
    with path.open(newline="", encoding=encoding) as file:
        return list(csv.DictReader(file))


def nothing_is_dropped():
    open_ones = Prospect.objects.exclude(state="closed")
    dropped = open_ones.filter(owner=None) | open_ones.filter(next_action="") | open_ones.filter(due_at=None)
    return not dropped.exists() and not Prospect.objects.filter(state="closed", outcome="").exists()


@pytest.fixture(params=["made up", "real"])
def data(request, tmp_path):
    """The folder of the real files, or one of files like them."""
    return request.getfixturevalue("shared_data") if request.param == "real" else standins.make(tmp_path)


def is_real(data):
    return data == SHARED / "data"


@pytest.fixture
def olist(cast, data):
    folder = data / "olist"
    return folder, brought(folder / "olist_marketing_qualified_leads_dataset.csv")


def test_olist_comes_in_whole_with_channels_and_campaigns_by_origin(cast, olist):
    folder, done = olist
    rows = rows_of(folder / "olist_marketing_qualified_leads_dataset.csv")
    of_all = (8_000 if is_real(folder.parent) else 40, len(rows), 0, 0, 0)
    assert (done.rows, done.accepted, done.repeated, done.quarantined, done.rejected) == of_all
    campaigns = Inquiry.objects.values_list("campaign__name").annotate(Count("id"))
    assert dict(campaigns) == {
        name or None: count for name, count in Counter(one["origin"] for one in rows).items()
    }
    channels = Counter(CHANNEL_OF.get(one["origin"], "list") for one in rows)
    assert dict(Inquiry.objects.values_list("channel").annotate(Count("id"))) == channels
    assert {f"{at:%Y-%m-%d}" for at in Inquiry.objects.values_list("at", flat=True)} == {
        one["first_contact_date"] for one in rows
    }
    assert nothing_is_dropped()
    shown_as_counted(cast, Counter(one["origin"] for one in rows), Counter(), Counter())


def test_olists_closed_deals_become_verdicts_and_orders_on_their_days(cast, olist):
    folder, _ = olist
    path = folder / "olist_closed_deals_dataset.csv"
    done = ended(path, match="external_id", column="mql_id", date="won_date")
    rows = rows_of(path)
    assert (done.rows, done.accepted, done.rejected) == (842 if is_real(folder.parent) else 14, len(rows), 0)
    origin = {
        one["mql_id"]: one["origin"]
        for one in rows_of(folder / "olist_marketing_qualified_leads_dataset.csv")
    }
    won = dict(Prospect.objects.filter(outcome="bought").values_list("campaign__name").annotate(Count("id")))
    assert won == {
        name or None: count for name, count in Counter(origin[one["mql_id"]] for one in rows).items()
    }
    assert sorted(f"{at:%Y-%m-%d %H:%M:%S}" for at in Order.objects.values_list("at", flat=True)) == sorted(
        one["won_date"] for one in rows
    )
    assert Event.objects.filter(kind="qualified").count() == len(rows)
    assert nothing_is_dropped()
    bought = Counter(origin[one["mql_id"]] for one in rows)
    shown_as_counted(cast, Counter(origin.values()), bought, bought)


def test_x_education_comes_in_whole(cast, data):
    path = data / "x_education" / "Leads.csv"
    done = brought(path)
    rows = rows_of(path)
    assert (done.rows, done.accepted, done.rejected) == (9_240 if is_real(data) else 30, len(rows), 0)
    sources = Counter(one["Lead Source"].strip() for one in rows)
    ours = Counter(dict(Inquiry.objects.values_list("source").annotate(Count("id"))))
    assert ours["Google"] == sources["Google"]
    assert ours["Olark Chat"] == sources["Olark Chat"]
    assert not Inquiry.objects.filter(desired_outcome="Select").exists()
    assert nothing_is_dropped()
    shown_as_counted(cast, Counter({"": len(rows)}), Counter(), Counter())


@pytest.fixture
def pipeline(data, tmp_path) -> Path:
    with zipfile.ZipFile(data / "maven_crm_opportunities" / "CRM+Sales+Opportunities.zip") as packed:
        packed.extractall(tmp_path)
        return tmp_path / "CRM+Sales+Opportunities" / "sales_pipeline.csv"


def test_maven_opportunities_come_in_with_their_stages_dates_and_values(cast, data, pipeline):
    mapping = {"external_id": "opportunity_id", "company": "account", "received_at": "engage_date",
               "value_hint": "close_value"}  # fmt: skip
    rows = rows_of(pipeline)
    assert brought(pipeline, mapping=mapping, source="maven").accepted == len(rows)
    words = {
        "Won": "bought",
        "Lost": "bought_elsewhere/not_told",
        "Engaging": "opportunity",
        "Prospecting": "as_it_is",
    }
    done = ended(
        pipeline, match="external_id", column="opportunity_id", source="maven", date="close_date",
        verdict_date="engage_date", amount="close_value", currency="USD", says="deal_stage", words=words,
    )  # fmt: skip
    stages = Counter(one["deal_stage"] for one in rows)
    assert (done.accepted + done.already, done.rejected) == (len(rows), 0)
    assert Prospect.objects.filter(outcome="bought").count() == stages["Won"]
    assert Prospect.objects.filter(outcome="bought_elsewhere").count() == stages["Lost"]
    assert Prospect.objects.filter(stage="opportunity", state="working").count() == stages["Engaging"]
    assert Prospect.objects.filter(stage="inquiry", state="working").count() == stages["Prospecting"]
    value = sum(Decimal(one["close_value"]) for one in rows if one["deal_stage"] == "Won")
    assert Order.objects.aggregate(sum=Sum("amount"))["sum"] == value
    assert nothing_is_dropped()
    won = Counter({"": stages["Won"]})
    shown_as_counted(cast, Counter({"": len(rows)}), Counter({"": stages["Won"] + stages["Lost"]}), won)
    if is_real(data):
        its_pipeline_equals_independent_counts(cast, pipeline, rows)


def its_pipeline_equals_independent_counts(cast, path, rows):
    """Sellers, teams, products, board, win rates and purge review, counted anew from the files."""
    now, folder = datetime.now(UTC), path.parent
    team_of = {one["sales_agent"]: one["manager"] for one in rows_of(folder / "sales_teams.csv")}
    teams = {name: Team.objects.create(name=name) for name in set(team_of.values())}
    for number, (name, team) in enumerate(sorted(team_of.items())):
        User.objects.create_user(
            f"s{number}@maven.test", None, name=name, role="seller", team=teams[team], joined_at=now
        )
    prices = {one["product"]: one["sales_price"] for one in rows_of(folder / "products.csv")}
    catalogue = "".join(
        f'\n[[deals.products]]\nkey = "p{place}"\ntext = "{name}"\nprice = {price}\n'
        for place, (name, price) in enumerate(prices.items())
    )
    text = (
        default_text().replace("floor = 25000", "floor = 0").replace('currency = "EUR"', 'currency = "USD"')
    )
    publish(text + catalogue, now=now, by=cast.ada, reason="Maven's catalogue")
    columns = Columns(
        "external_id", "opportunity_id", "close_value", "product", "sales_agent", "USD", "maven"
    )
    counts = bring(path, columns, now=now)
    worked = [one for one in rows if one["deal_stage"] != "Prospecting"]
    assert (counts["rows"], counts["no_opportunity"], counts["sellers"]) == (8_800, 500, len(worked))

    won = Counter((one["sales_agent"], one["deal_stage"]) for one in worked)
    ours = Counter(Opportunity.objects.values_list("prospect__owner__name", "prospect__outcome"))
    words = {"Won": "bought", "Lost": "bought_elsewhere", "Engaging": ""}
    assert ours == Counter({(name, words[stage]): count for (name, stage), count in won.items()})
    total = share(
        sum(one["deal_stage"] == "Won" for one in worked),
        sum(one["deal_stage"] != "Engaging" for one in worked),
    )
    assert total.value == pytest.approx(4_238 / 6_711)

    price = {"".join(name.split()): int(amount) for name, amount in prices.items()}
    engaging = [
        (one["sales_agent"], price["".join(one["product"].split())])
        for one in rows
        if one["deal_stage"] == "Engaging"
    ]
    procedure = in_force(now)[1]
    found = stands_at.sieved(procedure, now, Scope())
    parts, _ = stands_at.parts(found, procedure, "", "amount", 8)
    stands = columns_of(parts, procedure.deals)[0]
    assert [one.amount for one in stands.sums] == [sum(amount for _, amount in engaging)]
    assert stands.count == len(engaging) == 1_589
    assert review(now).fresh == len(engaging) - len(big_ones(engaging, team_of))


def big_ones(engaging, team_of):
    """Those in the top fifth of their seller or team, reckoned without our rule: none of them is moving."""
    big = set()
    for group in (lambda name: name, team_of.get):
        groups = {}
        for place, (name, amount) in enumerate(engaging):
            groups.setdefault(group(name), []).append((amount, place))
        for some in groups.values():
            least = sorted((amount for amount, _ in some), reverse=True)[-(-len(some) // 5) - 1]
            big |= {place for amount, place in some if amount >= least}
    return big


SEEDS = ["salesforce_api_seeds/sf_lead_data.csv", "hubspot_api_seeds/contact_data.csv", "mautic/10contacts.csv",
         "mautic/fakeleaddata.csv", "odoo/crm_lead.xls"]  # fmt: skip


@pytest.mark.parametrize("name", SEEDS)
def test_an_export_of_another_system_comes_in_or_says_why_not(cast, shared_data, name):
    path = shared_data / "crm_export_headers" / name
    done = brought(path)
    assert done.rows > 0
    assert done.rows == done.accepted + done.repeated + done.quarantined + done.rejected
    assert Held.objects.filter(batch=done.pk).count() == done.quarantined + done.rejected
    assert nothing_is_dropped()
