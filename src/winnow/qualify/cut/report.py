"""An evaluation as one page that stands alone: no script, nothing fetched, light and dark, tables beside pictures."""

from collections.abc import Iterable, Sequence
from html import escape

from winnow.qualify.cut.evaluate import Evaluation, Safe
from winnow.qualify.cut.look import STYLE
from winnow.qualify.cut.picture import Mark, picture, reliability_picture
from winnow.qualify.cut.say import counted, listed, percent
from winnow.qualify.learn import Refused

NARROW = "\u00a0%"  # a number and its sign stay in one line
SAFETY = "default-src 'none'; style-src 'unsafe-inline'"


def headline(found: Evaluation) -> str:
    """The answer in a sentence or two: what can be thrown away and what half would cost, or why not."""
    half = found.kept[0.5]
    costs = (
        f"Throwing away half costs {percent(1 - half.value)} of the sales "
        f"({percent(1 - half.high)} to {percent(1 - half.low)})."
    )
    if found.refusal:
        return f"{found.refusal} {found.would_help} {costs}"
    loosest = max(
        (one for one in found.safe.values() if one.share > 0), key=lambda one: one.lose, default=None
    )
    if loosest is None:
        return costs
    kept = "which was not kept" if loosest.is_broken else f"and it lost {percent(loosest.lost)}"
    tested = "on the newest prospects" if found.in_time else "on prospects kept aside"
    return (
        f"{percent(loosest.share)} can be thrown away with a promise to lose at most {percent(loosest.lose)} of the "
        f"sales; tried {tested}, {kept}. {costs}"
    )


def safe_said(safe: Safe) -> str:
    """One promise, what it cost when tried, and what may be promised from here on."""
    if safe.share <= 0:
        return safe.why or safe.from_here.why
    verdict = "more than promised, beyond noise" if safe.is_broken else "kept"
    said = (
        f"{percent(safe.share)} thrown away; on later data {percent(safe.lost)} of {counted(safe.orders, 'order')} "
        f"lost ({percent(safe.low)} to {percent(safe.high)}): {verdict}."
    )
    if safe.share <= safe.lose:
        said += " That is no more than could be thrown away at random."
    return f"{said} {safe.why}".strip()


def page(found: Evaluation, name: str, notes: Sequence[str] = (), refused: Sequence[Refused] = ()) -> str:
    """The whole report as HTML. `refused`: columns that were not even tried."""
    tested = (
        f"the newest {len(found.tested.sold):,} prospects" if found.in_time
        else f"{len(found.tested.sold):,} prospects, each scored by a model that had not seen it"
    )  # fmt: skip
    body = [
        f"<h1>What can be thrown away of {escape(name)}</h1>",
        f'<p class="{"refusal" if found.refusal else "answer"}">{escape(headline(found))}</p>',
        f"<p>Measured on {tested}; {counted(found.tested.orders, 'order')} among them. Method: "
        f"{escape(found.method)}. AUC {found.auc.value:.3f} ({found.auc.low:.3f} to {found.auc.high:.3f}).</p>",
        _section("The price of every cut", _priced(found)),
        _section("What can be promised", _promised(found)),
        _section("Can the probabilities be trusted?", _trusted(found)),
        _section("Columns", _columns(found, refused)),
        _section("To know when reading this", _listed([*notes, *found.why, *_limits(found)])),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{SAFETY}">'
        f"<title>The cut: {escape(name)}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(body).replace(' %', NARROW)}</main></body></html>\n"
    )


def _section(title: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{body}</section>"


def _priced(found: Evaluation) -> str:
    with_money = found.tested.amount is not None
    rows = [
        [percent(one.share), percent(one.kept), f"{percent(1 - one.high)} to {percent(1 - one.low)}",
         percent(one.bound), *([percent(1 - one.money)] if with_money else [])]
        for one in found.prices if round(one.share * 100) % 10 == 0
    ]  # fmt: skip
    heads = [
        "thrown away",
        "sales kept",
        "95 % interval",
        "lost at most",
        *(["money kept"] if with_money else []),
    ]
    marks = [
        Mark(safe.share, f"promised: ≤ {percent(lose)} lost", "safe")
        for lose, safe in found.safe.items()
        if safe.share
    ] + [Mark(0.5, "half", "half")]
    return _beside(picture(found.prices, marks, with_money), _table("What each cut costs", heads, rows))


def _promised(found: Evaluation) -> str:
    rows = [
        [f"at most {percent(lose)}", percent(one.share), percent(one.lost) if one.share else "–",
         "–" if not one.share else "broken" if one.is_broken else "kept", percent(one.from_here.share)]
        for lose, one in found.safe.items()
    ]  # fmt: skip
    heads = ["sales lost", "may be thrown away", "lost when tried", "promise", "from here on"]
    said = [f"At most {percent(lose)}: {safe_said(one)}" for lose, one in found.safe.items()]
    ahead = [
        one.from_here.why for one in found.safe.values() if one.from_here.why and one.from_here.why != one.why
    ]
    said += [
        f"By money: {percent(one.share)} may be thrown away to lose at most {percent(lose)} of it. {one.why}".strip()
        for lose, one in found.safe_money.items()
    ]
    return _table("Promises at 95 % confidence", heads, rows) + _listed([*said, *dict.fromkeys(ahead)])


def _trusted(found: Evaluation) -> str:
    rows = [
        [
            percent(one.expected),
            percent(one.happened),
            f"{percent(one.low)} to {percent(one.high)}",
            f"{one.prospects:,}",
        ]
        for one in found.calibration.bins
    ]
    said = f"<p>On average the probability is {percent(found.calibration.error)} off; the cut goes by rank alone.</p>"
    heads = ["expected", "bought", "95 % interval", "prospects"]
    return said + _beside(
        reliability_picture(found.calibration.bins), _table("Expected and happened", heads, rows)
    )


def _columns(found: Evaluation, refused: Sequence[Refused]) -> str:
    used = f"<p>Used: {escape(listed(list(found.used)) or 'none')}.</p>"
    rows = [[escape(one.column), escape(one.reason)] for one in (*refused, *found.refused)]
    return used + (_table("Not used, and why", ["column", "reason"], rows, words=True) if rows else "")


def _limits(found: Evaluation) -> list[str]:
    said = [
        "The interval of a cut holds for a share chosen beforehand; a promise holds as long as the next prospects are "
        "ranked like the last, which is what trying it on later ones checks.",
    ]
    if not found.in_time:
        said.append(
            "Without a column for time nothing here shows whether what was learned still holds later."
        )
    if found.trained < found.rows * 0.75:
        said.append(
            f"The model learned from {found.trained:,} of {found.rows:,} prospects, to keep within time."
        )
    return said


def _beside(drawn: str, shown: str) -> str:
    return f'<div class="pair"><figure tabindex="0">{drawn}</figure>{shown}</div>'


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: bool = False) -> str:
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    kind = ' class="words"' if words else ""
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table{kind}>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _listed(sentences: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in sentences) + "</ul>"
