"""Campaigns that did not pay, campaigns that pay best and get little, orders nobody can trace, money left to others."""

from datetime import timedelta
from math import sqrt

from ibis import _

from winnow.measure.canonical import Unknown
from winnow.measure.findings import words
from winnow.measure.findings.finding import CORRELATION, COUNTED, THUMB, Finding, Nothing
from winnow.measure.findings.follow_up import Found
from winnow.measure.findings.own import Own, counted, missing, told
from winnow.measure.findings.worth import Range, total
from winnow.measure.metrics.funnel import Funnel, funnel
from winnow.measure.metrics.money import Money, returns
from winnow.measure.metrics.rule45 import GRADE, left_to_others
from winnow.measure.metrics.scope import Scope
from winnow.measure.shares import Z95, Share

YEAR = timedelta(days=365)


def campaigns_at_a_loss(own: Own) -> Found:
    """Campaigns that are old enough to be judged and brought less than they cost, beyond chance."""
    found = _campaigns(own)
    if isinstance(found, Unknown):
        return found
    losing = [one for one in found if _lost(one)[1] > 0]
    if not losing:
        return Nothing(
            "campaigns-at-a-loss",
            "No campaign old enough to be judged brought less than it cost, beyond chance.",
        )
    money = {
        currency: total(_lost(one) for one in losing if one.money.currency == currency)
        for currency in dict.fromkeys(one.money.currency for one in losing)
    }
    ids = [one.of for one in losing]
    rows = own.facts.prospects.filter(_.campaign_id.isin(ids))
    names = words.listed([own.campaign(of) for of in ids])
    basis = "revenue" if any(not one.money.by_margin for one in losing) else "margin"
    currency, figure = next(iter(money.items()))
    return Finding(
        "campaigns-at-a-loss",
        f"{words.counted(len(losing), 'campaign', 'campaigns')} cost more than came back, by "
        f"{words.money(money)}: {names}",
        *figure, currency,
        f"Cost − {basis} of all orders of those whose first inquiry came by the campaign; only "
        "campaigns of which half of the prospects are "
        "older than the age by which nine in ten of all orders had come; interval of a compound "
        "Poisson sum, 95 %.",
        told(rows), counted(rows), "Some buy later still. " + CORRELATION, money=money,
    )  # fmt: skip


def campaigns_starved(own: Own) -> Found:
    """The campaign that returned more than the others together, beyond chance, and gets less than its share."""
    found = _campaigns(own)
    if isinstance(found, Unknown):
        return found
    if len(found) < 3:
        return Unknown("Fewer than three campaigns with costs are old enough to be judged.")
    best = [one for one in found if _starved(one, found)]
    if not best:
        return Nothing(
            "campaigns-starved",
            "No campaign returned more than the others, beyond chance, while it got little.",
        )
    top = max(best, key=lambda one: one.money.interval[0] if one.money.interval else 0)
    cost = sum(
        (one.money.cost for one in found if one.money.currency == top.money.currency),
        start=top.money.cost * 0,
    )
    roi, (low, high) = top.money.roi or 0, top.money.interval or (0, 0)
    rows = own.facts.prospects.filter(_.campaign_id == top.of)
    return Finding(
        "campaigns-starved",
        f"{own.campaign(top.of)} brought back {words.span(float(low) + 1, float(high) + 1)} times "
        "its cost, more than the others, and got "
        f"{words.per_cent(float(top.money.cost / cost))} of the money",
        float(roi) + 1, float(low) + 1, float(high) + 1, f"{top.money.basis} ÷ cost",
        f"{top.money.basis.capitalize()} ÷ cost of each campaign old enough to be judged; told if "
        "the 95 % interval of one lies above the "
        "whole of the others and it got less than an equal part of the money.",
        told(rows), counted(rows), "The next money need not return what the last did. " + CORRELATION,
    )  # fmt: skip


def left_to_competitors(own: Own) -> Found:
    """The Rule of 45, on those who asked a year ago or earlier."""
    if own.no_customers:
        return Unknown(own.no_customers)
    scope = Scope(until=own.facts.as_of - YEAR)
    found = left_to_others(own.facts, scope, by=None)
    if isinstance(found, Unknown):
        return found
    if not found or not found[0].yardstick.inquirers:
        return Unknown("Nobody asked a year ago or earlier: the Rule of 45 speaks of a year.")
    one = found[0].yardstick
    if not one.unaccounted:
        return Nothing("left-to-others", "By the Rule of 45 nothing was left to others.")
    reach = Z95 * sqrt(one.inquirers * 0.45 * 0.55)
    gone: Range = (one.unaccounted, max(one.unaccounted - reach, 0.0), one.unaccounted + reach)
    money = own.in_money(gone)
    rows = own.facts.prospects.filter(
        (_.first_at <= own.ago(YEAR.days))
        & _.customer_at.isnull()
        & (_.outcome != "bought_elsewhere").fill_null(True)
    )
    currency, figure = next(iter(money.items())) if money else ("orders", gone)
    buyers = words.counted(one.unaccounted, "buyer", "buyers")
    title = f"By the Rule of 45, {buyers} of those who asked a year ago or earlier bought from others"
    return Finding(
        "left-to-others", f"{title}: {words.money(money)}" if money else title, *figure, currency,
        f"{one.inquirers:,} inquirers × {one.per_cent} %, less {one.bought:,} who bought and "
        f"{one.elsewhere:,} known to have bought elsewhere; "
        "× what a customer has brought. The interval is of chance in counts and amounts only: for "
        "the 45 % itself none is known.",
        told(rows), counted(rows), GRADE, grade=THUMB, orders=gone, money=money,
    )  # fmt: skip


def untraced(own: Own) -> Found:
    """Orders that no inquiry, or no campaign, is known for."""
    if lack := missing(own, "orders.amount", "inquiries"):
        return Unknown(lack)
    known = "inquiries.campaign_id" if own.facts.known.has("inquiries.campaign_id") else "inquiries.channel"
    if lack := missing(own, known):
        return Unknown(lack)
    orders = own.facts.orders
    lost = orders.filter(orders[known.split(".")[1]].isnull())
    share = Share(counted(lost), counted(orders))
    if not share.part:
        return Nothing("untraced", "Every order can be traced to what its buyer first came by.")
    sums = lost.filter(_.amount.notnull()).group_by("currency").agg(sum=_.amount.sum().cast("float64"))
    exact = {
        currency or "": float(value)
        for currency, value in sums.to_polars().sort("sum", descending=True).iter_rows()
    }
    said = " and ".join(words.amount(currency, value) for currency, value in exact.items())
    currency, value = next(iter(exact.items())) if exact else ("orders", float(share.part))
    ids = lost.select("prospect_id", "order_id", "amount", "currency")
    low, high = share.interval or (0.0, 1.0)
    return Finding(
        "untraced",
        f"{words.counted(share.part, 'order', 'orders')} of {share.whole:,} ({said}) cannot be "
        f"traced to a {'campaign' if 'campaign' in known else 'channel'}",
        value, value, value, currency,
        "Orders whose prospect has no inquiry, or one without it. A count of all, no estimate (as "
        f"a share {words.between((low, high))}).",
        ids, share.part, "It is money whose origin cannot be proved, not money lost.", grade=COUNTED,
    )  # fmt: skip


def _campaigns(own: Own) -> list[Money] | Unknown:
    """Those with costs that are old enough to be judged."""
    if lack := missing(own, "costs", "orders.amount", "inquiries.campaign_id"):
        return Unknown(lack)
    money, grown = returns(own.facts), funnel(own.facts, by="campaign")
    if isinstance(money, Unknown):
        return money
    if not isinstance(grown, Funnel):
        return grown
    old = {cohort.of for cohort in grown.cohorts if not cohort.young}
    found = [one for one in money if one.of in old and one.money.cost > 0]
    return found or Unknown("No campaign with costs is old enough to be judged.")


def _lost(one: Money) -> Range:
    """Cost − what came back, with its interval; where nothing was sold all of it."""
    cost = float(one.money.cost)
    if not one.money.orders:
        return cost, cost, cost
    if one.money.interval is None or one.money.roi is None:
        return 0.0, 0.0, 0.0
    low, high = one.money.interval
    return -float(one.money.roi) * cost, -float(high) * cost, -float(low) * cost


def _starved(one: Money, all_: list[Money]) -> bool:
    others = [each for each in all_ if each is not one and each.money.currency == one.money.currency]
    cost = sum(float(each.money.cost) for each in others)
    if not cost or one.money.interval is None:
        return False
    usual = sum(float(each.money.back) for each in others) / cost
    return float(one.money.interval[0]) + 1 > usual and float(one.money.cost) < cost / len(others)
