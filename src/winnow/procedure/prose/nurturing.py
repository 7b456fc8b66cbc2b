"""The chapters on what is sent to who is not ripe, and on the question "did you buy?". Pure."""

from winnow.procedure.prose.words import bullets, listed, many, quoted, said, table
from winnow.procedure.schema import Procedure, Track, TrackStep


def what_we_send_meanwhile(procedure: Procedure) -> str:
    nurture = procedure.nurture
    interest = nurture.interest
    lines = [
        "What was promised to a person comes first: in the "
        f"{many(nurture.quiet_before_promise_days, 'day')} before it nothing is sent by itself, and it is never moved.",
        "An answer, another inquiry, a request to be called or a click on a marked link brings them back to a desk at "
        f"once. Other clicks add up: at {many(interest.back_at, 'point')} they are back, a click counts "
        f"{interest.click}, and after {many(interest.half_life_days, 'day')} it counts half.",
        "Nobody's opening of a mail is watched. Clicks of machines are not counted.",
    ]
    if not nurture.tracks:
        return bullets(["Nothing is sent by itself to those in nurture.", *lines])
    rows = [(said(track.text), _whose(track, procedure), _mails(track)) for track in nurture.tracks]
    return f"{table(('Track', 'For whom', 'Mails'), rows)}\n\n{bullets(lines)}"


def _whose(track: Track, procedure: Procedure) -> str:
    reasons = {one.key: one.text for one in procedure.qualification.nurture_reasons}
    reasons |= {one.key: one.text for one in procedure.dispositions}
    reasons |= {
        "cut": "Below the cut",
        "purged": "Purged from the pipeline",
        "by_hand": "Given to nurture by hand",
    }
    parts = [
        listed((quoted(reasons.get(one, one)) for one in track.reasons), "or") if track.reasons else "",
        f"wants {listed(map(said, track.outcomes), 'or')}" if track.outcomes else "",
        f"{listed(map(quoted, track.industries), 'or')} is in what we know" if track.industries else "",
        f"score {listed(track.bands, 'or')}" if track.bands else "",
    ]
    return ", and ".join(part for part in parts if part) or "everybody else"


def _mails(track: Track) -> str:
    again = f"; we look again on day {track.revisit_day}" if track.revisit_day else ""
    return (listed(map(_mail, track.steps)) if track.steps else "none") + again


def _mail(step: TrackStep) -> str:
    when = f"day {step.on_day}" if step.on_day is not None else f"at {step.at_interest} points of interest"
    return f"{quoted(step.text)} ({when})"


def what_became_of_them(procedure: Procedure) -> str:
    asked = procedure.did_you_buy
    if not asked.on:
        return "Those who did not order are not asked what became of it."
    days = listed(str(one) for one in asked.after_days)
    horizon = ", and when nurture ends" if asked.at_horizon else ""
    return (
        f"Whoever inquired and did not order is asked one question after {days} days{horizon}: did you buy? By a mail "
        f"that needs no sign-in; of those who have not answered after {many(asked.call_after_days, 'day')} we call "
        f"{many(asked.calls_a_week, 'person') if asked.calls_a_week == 1 else f'{asked.calls_a_week} people'} a week, "
        "drawn by lot. What they say is a claim, never an order."
    )
