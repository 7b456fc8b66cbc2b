"""A firm as large as its inquiries need it: the same people several times over."""

from dataclasses import replace

from winnow.simulate.firm import Away, Firm, Worker

A_MONTH = 250  # inquiries that the firm's people were hired for
ONE_OF_EACH = frozenset({"marketer", "manager", "admin"})


def staffed(firm: Firm, inquiries: int, months: float) -> Firm:
    """With as many qualifiers and sellers for each inquiry as the firm of the file has."""
    times = max(1, round(inquiries / months / A_MONTH))
    staff = [
        _again(one, number) for number in range(times) for one in firm.staff if number == 0 or _grows(one)
    ]
    known = {one.key for one in staff}
    away = [Away(_key(one.who, number), one.starts, one.ends, one.reason)
            for number in range(times) for one in firm.absences]  # fmt: skip
    return replace(firm, staff=tuple(staff), absences=tuple(one for one in away if one.who in known))


def _grows(one: Worker) -> bool:
    return one.role not in ONE_OF_EACH


def _again(one: Worker, number: int) -> Worker:
    return replace(one, key=_key(one.key, number), name=f"{one.name} {number + 1}" if number else one.name)


def _key(key: str, number: int) -> str:
    return f"{key}{number + 1}" if number else key
