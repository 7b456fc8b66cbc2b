"""Assignment by profit: how near it comes to the best there is, beside simpler ways, and how long it takes."""

import time
from collections.abc import Iterator

from winnow.bench.figures import Figure

SIZE, QUICK_SIZE = (2_000, 40), (300, 8)  # prospects, sellers
LARGE, QUICK_LARGE = (100_000, 1_000), (5_000, 50)
LOADS = (0.8, 1.0, 1.3)  # prospects for each place
BATCH, ONLINE, SECONDS = 0.98, 0.92, 30.0
BAND = 0.8  # of even shares: nobody gets less worth than this part, nor as much more


def routing(quick: bool) -> list[Figure]:
    """Made-up companies with room for more, as many and fewer prospects than come; then one large company."""
    size = QUICK_SIZE if quick else SIZE
    parts: dict[str, list[float]] = {}
    for load in LOADS:
        for name, share in _shares(*size, load):
            parts.setdefault(name, []).append(share)
    limits = {"routing.batch": BATCH, "routing.online": ONLINE}
    return [
        Figure(name, min(shares), "of optimum", limits.get(name), "at least")
        for name, shares in parts.items()
    ] + list(_large(*(QUICK_LARGE if quick else LARGE)))


def _shares(prospects: int, sellers: int, load: float) -> Iterator[tuple[str, float]]:
    """What each way brings, as a share of what no assignment exceeds that knows all that is to come; `.true` is by
    the truth nobody knows, where even the best that records allow falls short."""
    import numpy as np

    from winnow.bench.routing_firm import firm, round_robin, weighted_random
    from winnow.route.assign.prices import Counter
    from winnow.route.assign.solve import best

    made = firm(prospects, sellers, 1, load=load)
    demand, known, true = made.coming, made.known, made.true
    top, truly = (best(demand, market).bound for market in (known, true))
    counter = Counter(known, made.usual, prospects)
    one_by_one = [
        counter.give(int(of), float(worth)) for of, worth in zip(demand.of, demand.worth, strict=True)
    ]
    for name, owner in (
        ("batch", best(demand, known).owner),
        ("online", np.array(one_by_one)),
        ("fair", best(demand, known, 0.5).owner),
        ("round_robin", round_robin(demand, known)),
        ("weighted_random", weighted_random(demand, known, 1)),
    ):
        yield f"routing.{name}", known.profit(demand, owner) / top
        yield f"routing.{name}.true", true.profit(demand, owner) / truly


def _large(prospects: int, sellers: int) -> Iterator[Figure]:
    from winnow.bench.routing_firm import firm
    from winnow.route.assign.solve import best

    made = firm(prospects, sellers, 2)
    began, worked = time.perf_counter(), time.process_time()
    plan = best(made.coming, made.known)
    took = time.perf_counter() - began
    yield Figure("routing.large.prospects", prospects, "")
    yield Figure("routing.large.sellers", sellers, "")
    yield Figure("routing.large.seconds", took, "s", SECONDS)
    yield Figure("routing.large.cpu", time.process_time() - worked, "s")
    yield Figure("routing.large.rate", prospects / took, "1/s")
    yield Figure("routing.large.gap", plan.gap, "of optimum", 0.005)
    began, worked = time.perf_counter(), time.process_time()
    shares = best(made.coming, made.known, BAND).shares
    yield Figure("routing.large.fair.seconds", time.perf_counter() - began, "s", SECONDS)
    yield Figure("routing.large.fair.cpu", time.process_time() - worked, "s")
    yield Figure("routing.large.fair.outside", len(shares.outside) if shares else 0, "sellers")
