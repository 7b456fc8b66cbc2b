"""Ten thousand real paths: the figures of ChannelAttribution 2.2.5 and of marketing-attribution-models 2.1.1.

Both were run once on the same file. First, last and linear are theirs to the last digit. Markov's removal effects are
those of marketing-attribution-models (both solve the chain exactly); ChannelAttribution walks it three million times
at random and comes within 0.0015 of them. From equal effects the packages divide money differently:
marketing-attribution-models within each journey among its own channels (alpha 27,736), ChannelAttribution by a second
chain that weighs walks with their money (alpha 18,853), Winnow by the share of the effects (alpha 20,208): orders and
money are credited alike. The Shapley value there is of another game: the *rate* at which a set of at most four
channels converts, from which a channel may come out below nothing (delta −3.83); here it is the orders.
"""

import csv

import pytest

from winnow.measure.attribution import Model, attribute, journeys_of
from winnow.measure.attribution.journeys import by_path
from winnow.measure.attribution.markov import removal_effects

LINEAR_ORDERS = {
    "alpha": 7574.718594, "iota": 3857.096221, "eta": 3539.951157, "beta": 2083.500145, "lambda": 1035.257572,
    "theta": 1022.801394, "epsilon": 272.170438, "kappa": 137.964078, "zeta": 136.551540, "gamma": 121.041639,
    "mi": 2.222222, "delta": 1.725,
}  # fmt: skip
LINEAR_MONEY = {
    "alpha": 24524.71, "iota": 15988.99, "eta": 13783.50, "beta": 8954.27, "lambda": 4430.32, "theta": 4295.74,
    "epsilon": 1106.27, "kappa": 599.75, "gamma": 569.42, "zeta": 539.53, "mi": 6.08, "delta": 4.40,
}  # fmt: skip
SOLVED_EFFECTS = {
    "alpha": 0.558399, "beta": 0.264039, "delta": 0.000482, "epsilon": 0.062639, "eta": 0.349026, "gamma": 0.017880,
    "iota": 0.405835, "kappa": 0.028663, "lambda": 0.134022, "mi": 0.000180, "theta": 0.206010, "zeta": 0.039811,
}  # fmt: skip
WALKED_EFFECTS = {
    "alpha": 0.559847, "beta": 0.263753, "delta": 0.000434, "epsilon": 0.061943, "eta": 0.349656, "gamma": 0.017899,
    "iota": 0.406615, "kappa": 0.027881, "lambda": 0.134511, "mi": 0.000135, "theta": 0.205822, "zeta": 0.040093,
}  # fmt: skip


@pytest.fixture(scope="module")
def journeys(shared_data):
    with (shared_data / "attribution_journeys" / "ChannelAttribution_Data.csv").open(newline="") as file:
        return journeys_of(
            (
                tuple(channel.strip() for channel in row["path"].split(">")),
                int(row["total_conversions"]),
                round(100 * float(row["total_conversion_value"])),
                int(row["total_null"]),
            )
            for row in csv.DictReader(file, delimiter=";")
        )


def by_channel(journeys, model):
    return {credit.channel: credit for credit in attribute(journeys, model).credits}


def test_first_and_last_are_those_of_the_package(journeys):
    first, last = by_channel(journeys, Model.FIRST), by_channel(journeys, Model.LAST)
    assert (first["alpha"].orders, first["iota"].orders, first["mi"].orders) == (6308, 4606, 2)
    assert (last["alpha"].orders, last["iota"].orders, last["mi"].orders) == (8447, 3355, 2)


def test_linear_is_that_of_the_packages_in_orders_and_money(journeys):
    found = by_channel(journeys, Model.LINEAR)
    assert {name: credit.orders for name, credit in found.items()} == pytest.approx(LINEAR_ORDERS, abs=1e-5)
    # The file has tenths of cents, which orders in a currency have not: a fiftieth of a cent for each of 10,000 paths.
    assert {name: credit.cents / 100 for name, credit in found.items()} == pytest.approx(LINEAR_MONEY, abs=2)


def test_removal_effects_are_those_of_the_package_that_solves_the_chain(journeys):
    assert removal_effects(by_path(journeys)) == pytest.approx(SOLVED_EFFECTS, abs=1e-6)


def test_a_package_that_walks_the_chain_at_random_comes_near(journeys):
    assert removal_effects(by_path(journeys)) == pytest.approx(WALKED_EFFECTS, abs=2e-3)


def test_every_model_gives_out_all_the_money(journeys):
    for model in set(Model) - {Model.TIME_DECAY}:
        made = attribute(journeys, model)
        assert sum(credit.cents for credit in made.credits) == made.cents == 7_480_291
        assert sum(credit.orders for credit in made.credits) == pytest.approx(19_785)
