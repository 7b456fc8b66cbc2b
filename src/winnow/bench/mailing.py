"""Mail out: how many a second one worker hands to a mail server on this machine, each noted with its touch."""

import json
import os
import sys
from datetime import datetime

from winnow.bench.figures import Figure
from winnow.bench.place import Place
from winnow.bench.processes import cost_of

MAILS, QUICK_MAILS = 2_000, 200
LIMIT = 50.0  # a second and worker


def mailing(where: Place, quick: bool, now: datetime) -> list[Figure]:
    """One process of `winnow mail send`, less what it needs to start and find nothing to do."""
    mails = QUICK_MAILS if quick else MAILS
    where.run("winnow.bench.fill", str(mails), now.isoformat())
    where.run("winnow.bench.mailing", now.isoformat())
    with where.start("winnow.bench.sink") as sink:
        try:
            port = (sink.stdout.readline() if sink.stdout else "").strip()
            where.winnow("mail", "setup", "smtp", "127.0.0.1", "--port", port, "--security", "none")
            cost = cost_of(where, "winnow.cli.main", "mail", "send", "--json")
            idle = cost_of(where, "winnow.cli.main", "mail", "send", "--json")
        finally:
            sink.kill()
    sent = json.loads(cost.printed)["mails_out"]
    seconds = max(cost.seconds - idle.seconds, 0.001)
    return [
        Figure("mail.sent", sent, "mails"),
        Figure("mail.rate", sent / seconds, "mails/s", LIMIT, "at least"),
        Figure("mail.cpu", (cost.cpu - idle.cpu) * 1000 / max(sent, 1), "ms of CPU/mail"),
        Figure("mail.memory", cost.peak, "MB"),
    ]


def main(instant: str) -> None:
    """Owe a mail to every prospect of an installation, each to a domain of its own."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "winnow.config.settings")
    django.setup()
    from winnow.flow.mailing import Draft, queue
    from winnow.prospects.models import Person, Prospect

    now = datetime.fromisoformat(instant)
    for person in Person.objects.order_by("id"):
        person.email = f"pat@firm{person.pk}.test"  # so that no domain has its fill
        person.save(update_fields=["email"])
    rows = Prospect.objects.order_by("id").values_list("id", "owner_id")
    drafts = [
        Draft(f"bench:{row}", row, owner or 0, "An offer", "Hello,\n\nhere it is.\n" * 20, now, at_once=True)
        for row, owner in rows
    ]
    for start in range(0, len(drafts), 500):
        queue(drafts[start : start + 500], now=now)


if __name__ == "__main__":
    main(*sys.argv[1:])
