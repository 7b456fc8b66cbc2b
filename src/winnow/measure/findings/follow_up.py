"""What was never followed up, answered late, given up, or promised and not kept."""

from typing import Any

from ibis import _

from winnow.measure.calendar import DAY
from winnow.measure.canonical import Unknown
from winnow.measure.findings import words
from winnow.measure.findings.compared import more_orders
from winnow.measure.findings.finding import CORRELATION, Finding, Nothing
from winnow.measure.findings.own import FEWEST, FEWEST_CUSTOMERS, Own, counted, is_open, missing, told
from winnow.measure.findings.worth import Range, around
from winnow.measure.metrics.persistence import CONFOUNDED, QUIET
from winnow.measure.metrics.response import needing_a_touch
from winnow.measure.shares import Share

Found = Finding | Nothing | Unknown
GRACE = 7.0  # days that a prospect may wait before it counts as never followed up
SOON = ((60, "an hour"), (1_440, "a day"), (10_080, "a week"))  # minutes
FEW = 3  # touches


def never_followed_up(own: Own) -> Found:
    """Nobody ever tried, and a week and more has passed."""
    if lack := own.no_follow_up:
        return Unknown(lack)
    needing = needing_a_touch(own.facts.prospects).filter(_.first_at <= own.ago(GRACE))
    never = needing.filter((_.touches == 0) & _.customer_at.isnull())
    count = counted(never)
    share = Share(count, counted(needing))
    if not count or share.interval is None:
        return Nothing("never-followed-up", "Everybody who asked was followed up, or has bought.")
    orders = None if own.no_customers else own.if_alike(never, needing.filter(_.touches > 0))
    said = f"{words.prospects(count)} had no follow-up ({words.per_cent(share.part / share.whole)} of those who asked)"
    method = (
        f"Prospects that asked {GRACE:.0f} days ago or earlier, were not closed as invalid, have "
        "not bought, and no person "
        "ever tried to reach. "
    )
    if orders is None:
        return in_share("never-followed-up", said, method, share, told(never))
    method += (
        f"× the share of those followed up who bought within {own.horizon:.0f} days of asking "
        "(Kaplan and Meier), channel by "
        "channel, × what a customer has brought so far; 95 %."
    )
    return costed(
        own, "never-followed-up", said, "at your own rates that is", orders, method, told(never), count,
        "Those followed up may have been the better ones: then fewer orders were lost. " + CORRELATION,
    )  # fmt: skip


def answered_late(own: Own) -> Found:
    """Those answered late beside those answered early, in the same channel and quarter."""
    if lack := missing(own, instants=("inquiries.at", "touches.at")):
        return Unknown(lack)
    if own.no_customers:
        return Unknown(own.no_customers)
    answered = own.facts.prospects.filter(_.first_touch_at.notnull())
    for minutes, within in SOON:
        late = answered.filter(_.first_touch_at - _.first_at > minutes * 60_000_000)
        apart = _.first_touch_at - _.first_at > minutes * 60_000_000
        if found := more_orders(own, answered, apart):
            return _beside_the_early(own, late, within, *found)
    return Unknown(
        "Too few were answered early, or too few late, in the same channel and quarter to compare them."
    )


def _beside_the_early(own: Own, late: Any, within: str, count: int, orders: Range) -> Found:
    if orders[1] <= 0:
        return Nothing(
            "answered-late",
            f"Those answered within {within} did not buy more often than those answered later, beyond chance.",
        )
    said = f"{words.prospects(count)} waited longer than {within} for an answer"
    method = (
        f"Bought within {own.horizon:.0f} days of asking, of those answered within {within} and of those later, "
        "by channel and quarter, standardised to the later ones; × what a customer has brought; 95 %."
    )
    return costed(
        own, "answered-late", said, "as many of those answered sooner brought more:", orders, method,
        told(late.filter(_.first_at <= own.ago(own.horizon))), count,
        "Hard ones wait longer, and promising ones are answered first. " + CORRELATION,
    )  # fmt: skip


def given_up(own: Own) -> Found:
    """Left after a few touches without having been reached, beside those who were tried more often."""
    if own.no_follow_up:
        return Unknown(own.no_follow_up)
    if not (own.facts.known.has("touches.reached") or own.facts.known.has("touches.direction")):
        return Unknown("The data does not say which touches reached the prospect.")
    rows = needing_a_touch(own.facts.prospects).filter(_.touches > 0)
    if not counted(rows.filter(_.contact_at.notnull())):
        return Unknown("No touch of this data is known to have reached anybody.")
    unreached = rows.filter(
        _.contact_at.isnull() & _.customer_at.isnull() & _.outcome.isnull() & (_.touches <= FEW)
    )
    quiet = unreached.filter(own.now - _.last_touch_at > QUIET * DAY)
    count = counted(quiet)
    if not count:
        return Nothing(
            "given-up", f"Nobody was given up after {FEW} touches or fewer without having been reached."
        )
    more = rows.filter((_.contact_at.isnull() | (_.touches_to_contact > FEW)) & (_.touches > FEW))
    tried = Share(counted(more.filter(_.customer_at.notnull())), counted(more))
    said = f"{words.prospects(count)} were given up after {FEW} touches or fewer without having been reached"
    method = (
        f"Not reached, not bought, not closed for a reason, {FEW} touches or fewer, none for {QUIET} days. "
    )
    if tried.whole < FEWEST or tried.part < FEWEST_CUSTOMERS or tried.interval is None:
        return in_share("given-up", said, method, Share(count, counted(rows)), told(quiet))
    rate = tried.part / tried.whole
    low, high = tried.interval
    error = (high - low) / 3.92
    orders = around(count * rate, (count * error) ** 2 + count * rate * (1 - rate))
    method += (
        f"× the share who bought of those tried more than {FEW} times before they were reached "
        f"({tried.part:,} of "
        f"{tried.whole:,}), × what a customer has brought; 95 %."
    )
    return costed(
        own, "given-up", said, "did they buy like those who were tried more often, that would be", orders, method,
        told(quiet), count, CONFOUNDED,
    )  # fmt: skip


def promises_broken(own: Own) -> Found:
    """Response clocks that ran out."""
    if lack := own.no_follow_up or missing(own, "inquiries.promised_at"):
        return Unknown(lack)
    rows = needing_a_touch(own.facts.prospects).filter(_.promised_at.notnull())
    broken = rows.filter(_.promised_at < _.response_at)
    share = Share(
        counted(broken),
        counted(rows.filter((_.first_touch_at <= _.promised_at) | (_.promised_at < _.response_at))),
    )
    if not share.part:
        return Nothing("promises-broken", "Every response clock was kept, or still runs.")
    said = f"{words.counted(share.part, 'response clock', 'response clocks')} ran out before anybody answered"
    method = "Promises that were over before the first human touch, of all kept and broken; Wilson's interval, 95 %."
    return in_share("promises-broken", said, method, share, told(broken))


def asked_again(own: Own) -> Found:
    """A second inquiry while the first had no answer."""
    if lack := own.no_follow_up or missing(own, "inquiries"):
        return Unknown(lack)
    first = own.facts.prospects.filter(_.inquiries > 1)
    pairs = own.tables.inquiries.select("prospect_id", asked="at").inner_join(first, "prospect_id")
    unanswered = (_.first_touch_at > _.asked).fill_null(True) & (_.asked > _.first_at)
    ids = pairs.filter(unanswered).group_by("prospect_id").agg(times=_.count())
    again = first.semi_join(ids, "prospect_id")
    count, whole = counted(again), counted(first)
    if not whole:
        return Unknown(
            "No prospect has a second inquiry: repeats are one inquiry each in this data, or were "
            "taken for new people."
        )
    if not count:
        return Nothing("asked-again", "Nobody asked a second time while the first inquiry was unanswered.")
    said = f"{words.prospects(count)} asked again before anybody had answered the first time"
    method = "A second inquiry came before the first human touch, of all who inquired again; Wilson's interval, 95 %."
    return in_share("asked-again", said, method, Share(count, whole), told(again))


def nobodys(own: Own) -> Found:
    """Open, and on nobody's desk."""
    if not (own.facts.known.has("stages.owner") or own.facts.known.has("touches.by")):
        return Unknown("The data does not say whose prospects are.")
    opened = is_open(own.facts.prospects)
    none = opened.filter(_.owner.isnull())
    count = counted(none)
    if not count:
        return Nothing("nobodys", "Every open prospect has somebody who is working on it.")
    return resting(own, "nobodys", f"{words.prospects(count)} that are open belong to nobody", none, count,
                   "Open now, without an owner and without a touch by anybody.")  # fmt: skip


def resting(own: Own, key: str, said: str, rows: Any, count: int, method: str) -> Finding:
    """Prospects that lie still, with the orders that such as they still bring."""
    come = own.still_to_come(rows)
    whole = counted(own.facts.prospects)
    if come is None or come[0] <= 0:
        return in_share(key, said, f"{method} Wilson's interval, 95 %.", Share(count, whole), told(rows))
    return costed(
        own, key, said, "such as they still bring", come,
        f"{method} × the chance to buy within {own.horizon:.0f} days from now of those who had not "
        "bought by their age "
        "(Kaplan and Meier over all), × what a customer has brought; 95 %.",
        told(rows), count, "Those who are left lying may be the worse ones. " + CORRELATION,
    )  # fmt: skip


def costed(
    own: Own, key: str, said: str, linked: str, orders: Range, method: str, ids: Any, count: int, caution: str,
) -> Finding:  # fmt: skip
    """A finding in orders, and in money where amounts are known."""
    money = own.in_money(orders)
    title = f"{said}; {linked} {words.orders(orders)}"
    if money:
        title += f", {words.money(money)}"
    currency, figure = next(iter(money.items())) if money else ("orders", orders)
    return Finding(key, title, *figure, currency, method, ids, count, caution, orders=orders, money=money)


def in_share(key: str, said: str, method: str, share: Share, ids: Any, caution: str = "") -> Finding:
    """A finding in prospects: how many, with the share of all as its interval."""
    low, high = share.interval or (0.0, 1.0)
    title = f"{said} ({words.between((low, high))} of {share.whole:,})" if "(" not in said else said
    return Finding(
        key, title, share.part, low * share.whole, high * share.whole, "prospects",
        f"{method} The interval is that of the share × {share.whole:,}.", ids, share.part, caution,
    )  # fmt: skip
