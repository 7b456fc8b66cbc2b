"""A large company as canonical Parquet, by seed: `python -m winnow.bench.measuring_company FOLDER PROSPECTS SEED`.

One of more than a million prospects is made a million at a time: a table is then a folder of several files.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
DAY = 86_400_000_000  # microseconds
YEARS = 3
AT_ONCE = 1_000_000  # prospects
TOUCHES = 10  # a prospect, on average
CAMPAIGNS, PEOPLE, QUALIFIERS = 60, 200, 60
CHANNELS = ("web", "phone", "email", "direct_mail", "trade_show", "referral", "partner", "paid_ad", "list")
DISPOSITIONS = ("no_answer", "voicemail", "call_back", "not_now", "talked", "meeting_agreed")


def make(folder: Path, prospects: int, seed: int) -> None:
    """Write the seven tables of so many prospects with ten touches each, of three years until `AS_OF`."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = range(0, prospects, AT_ONCE)
    for part, begun in enumerate(parts):
        firm = _firm(begun, min(AT_ONCE, prospects - begun), prospects, seed + part)
        for name, frame in firm.tables().items():
            place = folder / f"{name}.parquet"
            if len(parts) > 1:
                place.mkdir(exist_ok=True)
                place = place / f"{part:04}.parquet"
            frame.write_parquet(place, compression="zstd", row_group_size=250_000)
        if not part:
            for name, frame in firm.dimensions().items():
                frame.write_parquet(folder / f"{name}.parquet", compression="zstd")


def _firm(begun: int, size: int, whole: int, seed: int) -> "_Firm":
    import numpy as np
    import polars as pl

    chance = np.random.default_rng(seed)
    numbers = pl.int_range(10**7 + begun, 10**7 + begun + size)
    ids = pl.select(pl.format("p{}", numbers)).to_series().alias("prospect_id")
    end = int(AS_OF.timestamp() * 1e6)
    first = np.sort(end - (chance.random(size) * YEARS * 365 * DAY).astype(np.int64))
    campaign = chance.integers(0, CAMPAIGNS, size)
    return _Firm(pl, np, chance, ids, first, campaign, end, begun, whole)


class _Firm:
    """What happened to each prospect; all columns are drawn at once."""

    def __init__(
        self,
        pl: Any,
        np: Any,
        chance: Any,
        ids: Any,
        first: Any,
        campaign: Any,
        end: int,
        begun: int,
        whole: int,
    ) -> None:
        self.pl, self.np, self.chance, self.ids, self.end = pl, np, chance, ids, end
        self.begun, self.whole = begun, whole
        self.first, self.campaign, self.size = first, campaign, len(first)
        self.owner = chance.integers(0, PEOPLE, self.size)
        self.buys = chance.random(self.size) < 0.04 + 0.08 * (campaign % 5) / 5
        self.bought = first + (chance.weibull(0.8, self.size) * 70 * DAY).astype(np.int64)
        self.bought = np.where(self.buys, self.bought, end + DAY)
        self.decided = first + (chance.exponential(4, self.size) * DAY).astype(np.int64)
        self.decided = np.minimum(self.decided, self.bought - 2)
        self.verdict = np.where(self.buys, 0, chance.choice(3, self.size, p=(0.3, 0.4, 0.3)))

    def tables(self) -> dict[str, Any]:
        return {
            "inquiries": self.inquiries(),
            "touches": self.touches(),
            "stages": self.stages(),
            "orders": self.orders(),
        }

    def inquiries(self) -> Any:
        np, chance = self.np, self.chance
        again = np.flatnonzero(chance.random(self.size) < 0.3)
        who = np.concatenate([np.arange(self.size), again])
        later = self.first[again] + (chance.random(len(again)) * 200 * DAY).astype(np.int64)
        at = np.concatenate([self.first, later])
        campaign = np.concatenate([self.campaign, chance.integers(0, CAMPAIGNS, len(again))])
        kept = at <= self.end
        who, at, campaign = who[kept], at[kept], campaign[kept]
        return self.frame(
            inquiry_id=self.inquiry_ids(len(at)),
            prospect_id=self.ids.gather(who),
            at=self.instants(at),
            channel=self.words(CHANNELS, campaign % len(CHANNELS)),
            campaign_id=self.numbered("c", campaign),
            promised_at=self.instants(at + DAY // 12),
        )

    def inquiry_ids(self, count: int) -> Any:
        """No part has twice as many inquiries as prospects."""
        numbers = self.pl.int_range(2 * self.begun, 2 * self.begun + count)
        return self.pl.select(self.pl.format("i{}", numbers)).to_series()

    def touches(self) -> Any:
        np, chance = self.np, self.chance
        count = chance.geometric(1 / (TOUCHES / 0.95), self.size) * (chance.random(self.size) < 0.95)
        who = np.repeat(np.arange(self.size), count)
        spread = np.where(chance.random(len(who)) < 0.3, 0.3, 40) * DAY
        at = self.first[who] + (chance.exponential(1, len(who)) * spread).astype(np.int64)
        kept = np.flatnonzero(at <= self.end)
        kept = kept[np.argsort(at[kept], kind="stable")]
        who, at = who[kept], at[kept]
        disposition = chance.choice(len(DISPOSITIONS), len(who), p=(0.45, 0.2, 0.1, 0.1, 0.1, 0.05))
        kind = chance.choice(4, len(who), p=(0.6, 0.25, 0.05, 0.1))
        return self.frame(
            prospect_id=self.ids.gather(who),
            at=self.instants(at),
            kind=self.words(("call", "email", "meeting", "automatic"), kind),
            direction=self.words(("out", "in"), (chance.random(len(who)) < 0.05).astype(np.int8)),
            by=self.numbered("u", self.owner[who]),
            minutes=self.pl.Series(chance.integers(1, 20, len(who))),
            disposition=self.words(DISPOSITIONS, disposition),
            reached=self.pl.Series(disposition >= 2),
        )

    def stages(self) -> Any:
        np, verdict = self.np, self.verdict
        handed = self.decided + self.chance.integers(1, DAY, self.size)
        sold, lost = verdict == 0, verdict == 2
        accepted = sold & (handed < self.bought)
        everyone = np.arange(self.size)
        parts = [
            self.moves(everyone, self.first, "", "", "", "working", "", ""),
            self.moves(everyone[sold], self.decided[sold], "qualified", "lead", "", "", "", ""),
            self.moves(
                everyone[verdict == 1], self.decided[verdict == 1], "nurtured", "", "", "nurture", "", "later"
            ),
            self.moves(
                everyone[lost], self.decided[lost], "disqualified", "", "", "closed", "not_buying", "no need"
            ),
            self.moves(everyone[accepted], handed[accepted], "accepted", "opportunity", "owner", "", "", ""),
            self.moves(
                everyone[self.buys], self.bought[self.buys], "ordered", "customer", "", "closed", "bought", ""
            ),
        ]
        return self.pl.concat(parts).filter(self.pl.col("at") <= AS_OF).sort("at")

    def moves(
        self, who: Any, at: Any, event: str, stage: str, owner: str, state: str, outcome: str, reason: str
    ) -> Any:
        pl, people = self.pl, self.numbered("u", self.owner[who])
        said = {"event": event, "stage": stage, "state": state, "outcome": outcome, "reason": reason}
        frame = self.frame(prospect_id=self.ids.gather(who), at=self.instants(at), by=people, owner=people)
        words = [pl.lit(word or None, dtype=pl.String).alias(name) for name, word in said.items()]
        return frame.with_columns(words)

    def orders(self) -> Any:
        who = self.np.flatnonzero(self.bought <= self.end)
        amount = self.np.exp(self.chance.normal(8, 1, len(who))).round(2)
        return self.frame(
            prospect_id=self.ids.gather(who),
            at=self.instants(self.bought[who]),
            amount=self.pl.Series(amount),
            margin=self.pl.Series((amount * 0.35).round(2)),
            currency=self.words(("EUR", "USD"), (who % 10 == 0).astype(self.np.int8)),
        )

    def dimensions(self) -> dict[str, Any]:
        np, pl = self.np, self.pl
        campaigns, people = np.arange(CAMPAIGNS), np.arange(PEOPLE)
        months = np.arange(YEARS * 12)
        at = self.end - (np.tile(months, CAMPAIGNS) + 1) * 30 * DAY
        monthly = self.chance.integers(1_000, 30_000, CAMPAIGNS * len(months)) * (self.whole / 1_000_000)
        return {
            "campaigns": self.frame(
                campaign_id=self.numbered("c", campaigns),
                name=self.numbered("Campaign ", campaigns),
                channel=self.words(CHANNELS, campaigns % len(CHANNELS)),
            ),
            "costs": self.frame(
                campaign_id=self.numbered("c", np.repeat(campaigns, len(months))),
                at=self.instants(at),
                amount=pl.Series(monthly.round(2)),
                currency=self.words(("EUR",), np.zeros(len(at), np.int8)),
            ),
            "people": self.frame(
                person_id=self.numbered("u", people),
                role=self.words(("seller", "qualifier"), (people < QUALIFIERS).astype(np.int8)),
                team=self.words(("north", "south"), people % 2),
                hourly_cost=pl.Series(30 + people % 40),
                currency=self.words(("EUR",), np.zeros(PEOPLE, np.int8)),
            ),
        }

    def frame(self, **columns: Any) -> Any:
        return self.pl.DataFrame(columns)

    def instants(self, at: Any) -> Any:
        return self.pl.Series(at, dtype=self.pl.Int64).cast(self.pl.Datetime("us", "UTC"))

    def numbered(self, letter: str, numbers: Any) -> Any:
        names = self.pl.Series([f"{letter}{n}" for n in range(int(numbers.max(initial=0)) + 1)])
        return names.gather(numbers)

    def words(self, words: tuple[str, ...], which: Any) -> Any:
        return self.pl.Series(words).gather(which)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
