"""All models at once say what each says by itself, and lose no cent."""

from hypothesis import given
from hypothesis import strategies as st

from winnow.measure.attribution import Attribution, Journey, Model, attribute, by_all_models

CHANNELS = st.sampled_from(("web", "phone", "fair", "list"))
JOURNEYS = st.builds(
    lambda path, orders, cents, lost: Journey(tuple(path), orders, cents if orders else 0, lost),
    st.lists(CHANNELS, max_size=5),
    st.integers(0, 60),
    st.integers(0, 10**7),
    st.integers(0, 9),
)


def told(found):
    """What is given to whom; fractions of orders are sums, which their order changes in the last digit."""
    if not isinstance(found, Attribution):
        return found
    return (
        {one.channel: (one.cents, round(one.orders, 6)) for one in found.credits},
        found.cents,
        found.orders,
    )


@given(st.lists(JOURNEYS, min_size=1, max_size=20, unique_by=lambda one: one.path))
def test_together_is_as_one_by_one(journeys):
    together = by_all_models(journeys)
    assert {model: told(found) for model, found in together.items()} == {
        model: told(attribute(journeys, model)) for model in Model
    }


@given(st.lists(JOURNEYS, min_size=1, max_size=20))
def test_no_model_loses_a_cent(journeys):
    for found in by_all_models(journeys).values():
        if isinstance(found, Attribution):
            assert sum(one.cents for one in found.credits) == sum(one.cents for one in journeys)
