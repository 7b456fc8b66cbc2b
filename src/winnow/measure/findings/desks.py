"""Leads that went quiet, handovers that came back, nurture that nobody looks after, people who differ."""

from math import sqrt
from statistics import NormalDist

from ibis import _

from winnow.measure.calendar import DAY
from winnow.measure.canonical import Unknown
from winnow.measure.findings import words
from winnow.measure.findings.finding import Finding, Nothing
from winnow.measure.findings.follow_up import Found, resting
from winnow.measure.findings.own import FEWEST, Own, counted, is_open, missing, told
from winnow.measure.metrics.people import Work, people
from winnow.measure.metrics.persistence import QUIET
from winnow.measure.shares import Share

MATTERS = 0.05  # of a share: less is nothing to speak with anybody about
FORGOTTEN = 90  # days without a touch in nurture


def gone_quiet(own: Own) -> Found:
    """Leads and opportunities that are open and that nobody has touched for long."""
    if lack := own.no_follow_up or missing(own, "stages"):
        return Unknown(lack)
    leads = is_open(own.facts.prospects).filter(_.lead_at.notnull())
    quiet = leads.filter((_.last_touch_at < own.ago(QUIET)).fill_null(True) & (_.lead_at < own.ago(QUIET)))
    count = counted(quiet)
    if not count:
        return Nothing("gone-quiet", f"Every open lead was touched within the last {QUIET} days.")
    said = f"{words.counted(count, 'open lead has', 'open leads have')} not been touched for {QUIET} days and more"
    return resting(
        own, "gone-quiet", said, quiet, count, f"Qualified, open, no human touch for {QUIET} days."
    )


def nurture_forgotten(own: Own) -> Found:
    """Resting in nurture, and never looked at again."""
    if lack := own.no_follow_up or missing(own, "stages.state"):
        return Unknown(lack)
    nurture = own.facts.prospects.filter((_.state == "nurture") & _.customer_at.isnull())
    long = _.last_touch_at.fill_null(_.first_at) < own.ago(FORGOTTEN)
    rows = nurture.filter(long)
    if not counted(nurture):
        return Unknown("The data has no prospects in nurture.")
    count = counted(rows)
    if not count:
        return Nothing("nurture-forgotten", f"All in nurture heard from somebody within {FORGOTTEN} days.")
    said = f"{words.prospects(count)} in nurture have not been looked at for {FORGOTTEN} days and more"
    return resting(
        own, "nurture-forgotten", said, rows, count, f"In nurture, no human touch for {FORGOTTEN} days."
    )


def handovers_rejected(own: Own) -> Found:
    """Sellers who sent back what they were given, and why."""
    if lack := missing(own, "stages.event"):
        return Unknown(lack)
    decided = own.tables.stages.filter(_.event.isin(("accepted", "rejected")))
    rejected = decided.filter(_.event == "rejected")
    share = Share(counted(rejected), counted(decided))
    if not share.whole:
        return Unknown("The data has no handovers that were accepted or rejected.")
    if not share.part:
        return Nothing("handovers-rejected", "No handover was rejected.")
    reasons = (
        rejected.group_by("reason").agg(n=_.count()).to_polars().sort("n", "reason", descending=[True, False])
    )
    why = words.listed([f"{reason or 'no reason'} ({n:,})" for reason, n in reasons.iter_rows()])
    low, high = share.interval or (0.0, 1.0)
    number = words.counted(share.part, "handover was", "handovers were")
    said = f"{number} rejected, {words.between((low, high))} of those decided: {why}"
    ids = told(own.facts.prospects.semi_join(rejected, "prospect_id"))
    return Finding(
        "handovers-rejected", said, 100 * share.part / share.whole, 100 * low, 100 * high, "% of handovers",
        "Handovers rejected, of those accepted or rejected; Wilson's interval, 95 %.", ids, counted(ids),
    )  # fmt: skip


def people_differ(own: Own) -> Found:
    """People who follow up less than the others by more than chance."""
    if lack := own.no_follow_up:
        return Unknown(lack)
    found = people(own.facts)
    if isinstance(found, Unknown):
        return found
    given = [one for one in found if isinstance(one.followed, Share) and one.followed.whole >= FEWEST]
    if len(given) < 2:
        return Unknown(f"Fewer than two people had {FEWEST} prospects each.")
    fewer = behind(given)
    if not fewer:
        return Nothing("people-differ", "No person follows up less often than the others, beyond chance.")
    share = sum((one.followed for one in fewer if isinstance(one.followed, Share)), Share(0, 0))
    rest = sum(
        (one.followed for one in given if isinstance(one.followed, Share) and one not in fewer), Share(0, 0)
    )
    low, high = share.interval or (0.0, 1.0)
    ids = [one.person for one in fewer]
    names = words.listed([own.person(person) for person in ids])
    rows = own.facts.prospects.filter(_.owner.isin(ids) & (_.touches == 0))
    return Finding(
        "people-differ",
        f"{names}: {words.between((low, high))} of the prospects on "
        f"{'their desk' if len(ids) == 1 else 'their desks'} were followed up, "
        f"{words.per_cent(rest.part / rest.whole) if rest.whole else 'none'} on those of the others",
        100 * share.part / share.whole, 100 * low, 100 * high, "% followed up",
        "Share followed up of each person beside all others', two-sided test at 5 % divided by "
        "the number of people; Wilson's "
        "interval of the share, 95 %. Owner: on whose desk it is now, else who touched first.",
        told(rows), counted(rows),
        "What people were given differs too: look at their pages before you speak with them.",
    )  # fmt: skip


def behind(given: list[Work]) -> list[Work]:
    """Those whose share followed up lies below that of the others, allowing for how many are compared."""
    z = NormalDist().inv_cdf(1 - 0.025 / len(given))
    shares = {one.person: one.followed for one in given if isinstance(one.followed, Share)}
    whole = sum(shares.values(), Share(0, 0))
    return [one for one in given if _below(shares[one.person], whole, z)]


def _below(own: Share, whole: Share, z: float) -> bool:
    others = Share(whole.part - own.part, whole.whole - own.whole)
    together = whole.part / whole.whole
    if not others.whole or not 0 < together < 1:
        return False
    error = sqrt(together * (1 - together) * (1 / own.whole + 1 / others.whole))
    less = others.part / others.whole - own.part / own.whole
    return less > max(z * error, MATTERS)


def worst_hours(own: Own) -> Found:
    """The weekday, or the hour, whose inquirers wait longest beyond chance."""
    from winnow.measure.findings.when import worst

    if lack := missing(own, instants=("inquiries.at", "touches.at")):
        return Unknown(lack)
    found = worst(own.facts)
    if found is None:
        return Nothing(
            "worst-hours", "No weekday and no hour is answered more slowly than the rest, beyond chance."
        )
    rows = own.facts.prospects.filter(own.facts.prospects[found.by] == found.number)
    late = rows.filter((_.first_touch_at - _.first_at > found.minutes * 60_000_000).fill_null(True))
    late = late.filter(_.first_at <= own.now - found.minutes * DAY // 1_440)
    value, low, high = (100 * share for share in (found.share.value, found.share.low, found.share.high))
    return Finding(
        "worst-hours",
        f"Who asks {found.when} is answered within {found.within} in "
        f"{words.between((found.share.low, found.share.high))} of the cases, "
        f"all together in {words.per_cent(found.usual)}",
        value, low, high, f"% answered within {found.within}",
        "Kaplan and Meier's share answered within that time, by weekday and hour of the first "
        "inquiry (in the time zone told); the "
        "lowest whose 95 % band, made wider for the number compared, lies below the share of all.",
        told(late), counted(late),
    )  # fmt: skip
