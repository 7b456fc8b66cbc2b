"""Numbers in sentences."""


def percent(share: float) -> str:
    """0.05 → `5 %`, 0.125 → `12.5 %`."""
    return f"{round(share * 100, 1):g} %"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 order`, `2,000 orders`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str], last: str = "and") -> str:
    """`a, b and c`."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
