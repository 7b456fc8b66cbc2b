"""The same figures as an analyst would work them out in pandas: `python -m winnow.bench.measuring_plain FOLDER`.

Written for itself, from the definitions in docs/metrics.md, so that it is also a check of the metrics: none of their
code is used.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from winnow.bench.measuring_company import AS_OF

LATER = ["lead", "opportunity", "customer"]


def main(folder: str) -> None:
    began = time.perf_counter()
    found = plain(Path(folder))
    sys.stdout.write(json.dumps({"seconds": time.perf_counter() - began, "figures": found}))


def plain(folder: Path) -> dict[str, float]:
    """Figures by name."""
    import pandas as pd

    names = ("inquiries", "touches", "stages", "orders", "costs")
    data = {name: pd.read_parquet(folder / f"{name}.parquet") for name in names}
    return dict(_Plain(pd, data).figures())


class _Plain:
    def __init__(self, pd: Any, data: dict[str, Any]) -> None:
        self.pd, self.now = pd, pd.Timestamp(AS_OF)
        self.touches, self.stages, self.orders, self.costs = (
            data[name] for name in ("touches", "stages", "orders", "costs")
        )
        self.inquiries = data["inquiries"].sort_values(["at", "inquiry_id"])
        self.first = self.inquiries.drop_duplicates("prospect_id").set_index("prospect_id")
        self.who = self.first[["at", "campaign_id", "channel", "promised_at"]].rename(
            columns={"at": "first_at"}
        )
        self._staged()
        self._touched()

    def _staged(self) -> None:
        stages, who = self.stages.sort_values("at"), self.who
        at = {
            stage: stages[stages.stage.isin(LATER[n:])].groupby("prospect_id")["at"].min()
            for n, stage in enumerate(LATER)
        }
        who["bought_at"] = (
            self.pd.concat([at["customer"], self.orders.groupby("prospect_id")["at"].min()])
            .groupby(level=0)
            .min()
        )
        who["opportunity_at"] = self.pd.concat([at["opportunity"], who.bought_at]).groupby(level=0).min()
        who["lead_at"] = self.pd.concat([at["lead"], who.opportunity_at]).groupby(level=0).min()
        last = (
            stages[stages.state.notna()].drop_duplicates("prospect_id", keep="last").set_index("prospect_id")
        )
        who["state"] = last.state
        who["ended_at"] = last["at"].where(last.state == "closed")
        who["owner"] = (
            stages[stages.owner.notna()]
            .drop_duplicates("prospect_id", keep="last")
            .set_index("prospect_id")
            .owner
        )
        decided = stages[
            stages.event.isin(["qualified", "nurtured", "disqualified"]) | stages.stage.isin(LATER)
        ]
        decided = decided.drop_duplicates("prospect_id").set_index("prospect_id")
        said = {"nurtured": "nurture", "disqualified": "disqualified"}
        who["verdict"], who["reason"] = (
            decided.event.map(lambda event: said.get(event, "qualified")),
            decided.reason,
        )

    def _touched(self) -> None:
        touches, who = self.touches.merge(self.who, left_on="prospect_id", right_index=True), self.who
        since = touches[touches["at"] >= touches.first_at]
        human = since[(since.kind != "automatic") & (since.direction != "in")]
        who["touched_at"] = human.groupby("prospect_id")["at"].min()
        who["last_at"] = human.groupby("prospect_id")["at"].max()
        who["touches"] = human.groupby("prospect_id").size()
        who["touches"] = who.touches.fillna(0)
        met = since[since.reached | (since.direction == "in")]
        answered = human.merge(who[["touched_at"]], left_on="prospect_id", right_index=True)
        who["toucher"] = answered[answered["at"] == answered.touched_at].groupby("prospect_id").by.min()
        who["met_at"] = met.groupby("prospect_id")["at"].min()
        until = human.merge(who[["met_at"]], left_on="prospect_id", right_index=True)
        who["tries"] = until[until["at"] <= until.met_at].groupby("prospect_id").size()
        who["tries"] = who.tries.fillna(0)
        self.aged = touches

    def figures(self) -> Iterator[tuple[str, float]]:
        yield from self._response()
        yield from self._persistence()
        yield from self._funnel()
        yield from self._dispositions()
        yield from self._conversion()
        yield from self._stages_passed()
        yield from self._open_before()
        yield from self._money()
        yield from self._people()
        yield from self._linear()
        yield from self._in_vain()

    def _response(self) -> Iterator[tuple[str, float]]:
        who = self.who
        until = who.touched_at.fillna(who.ended_at).fillna(self.now)
        who["minutes"] = -((until - who.first_at) // -self.pd.Timedelta(1, "min"))
        who["answered"] = who.touched_at.notna()
        who["step"] = who.minutes.map(_stepped)
        who["person"] = who.toucher.fillna(who.owner)
        who["hour"], who["weekday"] = who.first_at.dt.hour, who.first_at.dt.weekday
        for campaign, group in who.groupby("campaign_id"):
            yield from _waits(f"response {campaign}", group)
            yield f"response {campaign} kept", int((group.touched_at <= group.promised_at).sum())
            yield f"coverage {campaign} followed", int(group.answered.sum())
            yield f"coverage {campaign} reached", int((group.answered & group.met_at.notna()).sum())
        for column in ("channel", "person", "hour", "weekday"):
            for value, group in who.groupby(column):
                yield from _waits(f"response {column} {value}", group)
        yield from _waits("response nothing None", who)

    def _persistence(self) -> Iterator[tuple[str, float]]:
        who = self.who[self.who.touches > 0].copy()
        met = who.met_at.notna()
        who["made"] = who.tries.where(met, who.touches).clip(upper=12)
        quiet = (self.now - who.last_at) > self.pd.Timedelta(30, "D")
        over = who.state.isin(["closed", "nurture"]) | who.bought_at.notna() | quiet
        money = (
            self.orders[self.orders.currency == "EUR"]
            .groupby("prospect_id")
            .amount.sum()
            .reindex(self.who.index)
        )
        reached_by = self.who.tries.clip(upper=12)
        for touch in range(1, int(who.made.max()) + 1):
            here = who.made == touch
            yield f"touch {touch} tried", int((who.made >= touch).sum())
            yield f"touch {touch} reached", int((here & met).sum())
            yield f"touch {touch} given up", int((here & ~met & over).sum())
            yield f"touch {touch} revenue", float(money[reached_by == touch].sum())

    def _funnel(self) -> Iterator[tuple[str, float]]:
        columns = {
            "inquiries": "first_at",
            "leads": "lead_at",
            "opportunities": "opportunity_at",
            "customers": "bought_at",
        }
        counted = self.who.groupby(self.who.first_at.dt.strftime("%Y-%m"))[list(columns.values())].count()
        for month, row in counted.iterrows():
            for stage, column in columns.items():
                yield f"funnel {month} {stage}", int(row[column])

    def _dispositions(self) -> Iterator[tuple[str, float]]:
        noted = self.aged.assign(age=self._age(self.aged["at"] - self.aged.first_at))
        for column in ("campaign_id", "owner"):
            for key, count in noted.groupby([column, "age", "disposition"], observed=True).size().items():
                yield f"disposition {' '.join(key)}", int(count)
        decided = self.who.assign(age=self._age(self.now - self.who.first_at).astype(str))
        decided = decided.fillna({"verdict": "None", "reason": "None"})
        for key, count in decided.groupby(["campaign_id", "age", "verdict", "reason"]).size().items():
            yield f"verdict {' '.join(key)}", int(count)

    def _age(self, age: Any) -> Any:
        words = ["to 7 days", "to 30 days", "to 90 days", "to a year", "over a year"]
        return self.pd.cut(age.dt.days, [-(10**6), 6, 29, 89, 364, 10**6], labels=words)

    def _conversion(self) -> Iterator[tuple[str, float]]:
        who, day = self.who, self.pd.Timedelta(1, "D")
        asked = who.first_at.where(who.bought_at.notna(), who.first_at.dt.floor("D"))
        who["days"] = (who.bought_at.fillna(self.now) - asked) / day
        who["month"] = who.first_at.dt.year * 12 + who.first_at.dt.month - 1
        who["all"] = "all"
        for column, age in (("campaign_id", 90), ("month", 5), ("all", 90)):
            for value, group in who.groupby(column):
                curve = _curve(group.days, group.bought_at.notna())
                yield f"conversion {value} by day {age}", _reached(curve, age)

    def _stages_passed(self) -> Iterator[tuple[str, float]]:
        who = self.who
        for stage, entry, following in (
            ("inquiry", "first_at", "lead_at"),
            ("lead", "lead_at", "opportunity_at"),
            ("opportunity", "opportunity_at", "bought_at"),
        ):
            here = who[who[entry].notna()]
            left = here[following].fillna(here.ended_at).fillna(self.now)
            days = -((left - here[entry]) // -self.pd.Timedelta(1, "D"))
            known = days >= 0
            passed = here[following].notna()[known]
            yield f"stage {stage} passed", int(passed.sum())
            yield f"stage {stage} by day 30", _reached(_curve(days[known], passed), 30)

    def _open_before(self) -> Iterator[tuple[str, float]]:
        """Who was open at each step of 30 days back, by stage, and how many of them bought in the 30 days after."""
        who, step = self.who, self.pd.Timedelta(30, "D")
        for look in range(25):
            seen = self.now - look * step
            still = (who.first_at <= seen) & ~(who.bought_at <= seen) & ~(who.ended_at <= seen)
            here = who[still]
            stage = self.pd.Series("inquiry", here.index).mask(here.lead_at <= seen, "lead")
            stage = stage.mask(here.opportunity_at <= seen, "opportunity")
            bought = (here.bought_at > seen) & (here.bought_at <= seen + step)
            for name, count in stage.value_counts().items():
                yield f"open {look} {name}", int(count)
            for name, count in stage[bought].value_counts().items():
                yield f"bought {look} {name}", int(count)

    def _money(self) -> Iterator[tuple[str, float]]:
        spent = self.costs[self.costs["at"] <= self.now].groupby(["campaign_id", "currency"]).amount.sum()
        placed = self.orders.merge(self.who[["campaign_id"]], left_on="prospect_id", right_index=True)
        sold = placed.groupby(["campaign_id", "currency"])[["amount", "margin"]].sum()
        for key in spent.index.union(sold.index):
            yield f"returns {' '.join(key)} cost", float(spent.get(key, 0))
            yield f"returns {' '.join(key)} revenue", float(sold.amount.get(key, 0))
            yield f"returns {' '.join(key)} margin", float(sold.margin.get(key, 0))

    def _people(self) -> Iterator[tuple[str, float]]:
        accepted = self.stages[self.stages.event == "accepted"].groupby("by").size()
        for person, minutes in self.touches.groupby("by").minutes.sum().items():
            yield f"minutes {person}", float(minutes)
            yield f"accepted {person}", int(accepted.get(person, 0))

    def _linear(self) -> Iterator[tuple[str, float]]:
        """Each order given to the inquiries before it: evenly, to the first, to the last."""
        orders = self.orders[self.orders.currency == "EUR"].reset_index(names="order")
        steps = orders.merge(self.inquiries, on="prospect_id", suffixes=("_order", ""))
        steps = steps[steps["at"] <= steps.at_order]
        steps = steps.sort_values(["order", "at", "channel"])
        place = steps.groupby("order").cumcount()
        size = steps.groupby("order")["at"].transform("size")
        models = {"linear": 1 / size, "first": (place == 0) * 1.0, "last": (place == size - 1) * 1.0}
        for model, parts in models.items():
            for channel, credit in parts.groupby(steps.channel).sum().items():
                yield f"{model} {channel}", float(credit)

    def _in_vain(self) -> Iterator[tuple[str, float]]:
        """How many went each way of inquiries without an order so far: by channels, and by campaigns."""
        still = self.who.index[self.who.bought_at.isna()]
        steps = self.inquiries[self.inquiries.prospect_id.isin(still)]
        steps = steps.sort_values(["prospect_id", "at", "channel", "campaign_id"])
        steps = steps.assign(place=steps.groupby("prospect_id").cumcount())
        for column in ("channel", "campaign_id"):
            ways = steps.pivot(index="prospect_id", columns="place", values=column)
            for way, count in ways.value_counts(dropna=False).items():
                told = " > ".join(step for step in way if isinstance(step, str))
                yield f"in vain {column} {told}", int(count)


def _curve(ages: Any, happened: Any) -> list[tuple[float, float]]:
    """(age, share still without), Kaplan and Meier."""
    table = happened.groupby(ages).agg(["sum", "size"])
    at_risk = table["size"][::-1].cumsum()[::-1]
    left = (1 - table["sum"] / at_risk).cumprod()
    return list(left[table["sum"] > 0].items())


def _waits(name: str, group: Any) -> Iterator[tuple[str, float]]:
    curve = _curve(group.step, group.answered)
    yield f"{name} median", next((at for at, left in curve if left <= 0.5 + 1e-12), -1)
    yield f"{name} nine in ten", next((at for at, left in curve if left <= 0.1 + 1e-12), -1)
    yield f"{name} in an hour", _reached(curve, 60)


def _reached(curve: list[tuple[float, float]], age: float) -> float:
    return 1 - next((left for at, left in reversed(curve) if at <= age), 1)


def _stepped(minutes: float) -> float:
    """Rounded up as docs/metrics.md says."""
    step = 1 if minutes <= 120 else 15 if minutes <= 2_880 else 60 if minutes <= 43_200 else 1_440
    return -(-minutes // step) * step


if __name__ == "__main__":
    main(*sys.argv[1:])
