"""The demo's home: made once, gone on with later, made anew if its making was interrupted."""

import fcntl
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from winnow.cli import ground
from winnow.cli.say import Problem
from winnow.config.home import home, place, put

MARK = "demo.json"  # says that this home is a demo, from which seed, and whether it is complete
LOCK = "demo.lock"
OF_A_DEMO = (
    "winnow.sqlite3",
    "winnow.sqlite3-wal",
    "winnow.sqlite3-shm",
    MARK,
    "workers",
    "imports",
    "backups",
)
SHOWN_ROLES = ("admin", "manager", "seller", "qualifier", "marketer")

Say = Callable[[str], None]


@contextmanager
def alone() -> Iterator[None]:
    """One demo at a time in one home."""
    with (home() / LOCK).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Problem(f"A demo is running in {place()} already. Stop it, or set WINNOW_HOME.") from None
        yield


def prepare(seed: int, fresh: bool, say: Say) -> None:
    """A complete demo of that seed in the home."""
    mark = _mark()
    if mark is None and (place() / ground.DATABASE_FILE).exists():
        raise Problem(f"{place()} holds a Winnow that is no demo, and it stays as it is. Set WINNOW_HOME.")
    if mark and mark["complete"] and not fresh:
        if mark["seed"] != seed:
            raise Problem(f"The demo here is made from seed {mark['seed']}. With --fresh it is made anew.")
        return _go_on()
    if mark and not mark["complete"]:
        say("The demo was interrupted while it was made; it is made anew.")
    _forget()
    _make(seed, say)


def sign_in_links(url: str, hours: float) -> dict[str, str]:
    """A one-time link for the first person of each role."""
    from winnow.cli.links import address
    from winnow.people.actions import make_link
    from winnow.people.models import User

    first: dict[str, User] = {}
    for one in User.objects.filter(is_active=True, role__in=SHOWN_ROLES).order_by("-id"):
        first[one.role] = one
    shown = [first[role] for role in SHOWN_ROLES if role in first]
    return {one.role: address(make_link(one, now=ground.now(), hours=hours), url) for one in shown}


def _go_on() -> None:
    from winnow.cli.install import migrate

    ground.set_up()
    migrate(ground.now())


def _make(seed: int, say: Say) -> None:
    from winnow.cli.install import install

    _write_mark(seed, complete=False)
    ground.set_up()
    try:
        from winnow.simulate.demo import build
    except ModuleNotFoundError as missing:
        if missing.name != "winnow.simulate.demo":
            raise
        raise Problem(
            "This Winnow comes without a demo company. Run `winnow init` for one of your own."
        ) from None
    install(ground.now())
    say(f"Making a company from seed {seed}; this happens once.")
    build(seed, ground.now(), _Progress(say))
    _write_mark(seed, complete=True)


class _Progress:
    """Says how far the making is: in one line at a terminal, else a sentence for each tenth."""

    def __init__(self, say: Say) -> None:
        self.say, self.tenth = say, 0

    def __call__(self, share: float, words: str) -> None:
        if sys.stdout.isatty():
            sys.stdout.write(f"\r\033[K{share:4.0%} {words}" + ("\n" if share >= 1 else ""))
            sys.stdout.flush()
        elif int(share * 10) > self.tenth:
            self.tenth = int(share * 10)
            self.say(f"{share:4.0%} {words}")


def _telling(say: Say) -> Callable[[float, str], None]:
    """Say how far it is at every tenth of the way."""
    told = 0

    def tell(share: float, words: str) -> None:
        nonlocal told
        if int(share * 10) > told:
            told = int(share * 10)
            say(f"  {share:4.0%}  {words}")

    return tell


def _forget() -> None:
    """What a demo leaves, and nothing else that may be in the folder."""
    for name in OF_A_DEMO:
        path: Path = place() / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _mark() -> dict | None:
    try:
        return json.loads((place() / MARK).read_text())
    except FileNotFoundError:
        return None
    except ValueError:
        return {"seed": None, "complete": False}


def _write_mark(seed: int, *, complete: bool) -> None:
    mark = json.dumps({"seed": seed, "complete": complete})
    put(place() / MARK, lambda draft: draft.write_text(mark))
