"""Another system that asks for offers from many threads at once; prints status and number of each answer."""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from winnow.cli.ground import set_up

set_up()

from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402


def asks(token: str, key: str, prospect: int) -> tuple[int, int]:
    """Until an answer other than "again later"."""
    headers = {"host": "localhost", "authorization": f"Bearer {token}", "idempotency-key": key}
    sent = {"prospect": prospect, "lines": [{"text": "Starter set", "price": 950}]}
    for _ in range(40):
        answer = Client().post("/api/v1/offers", sent, content_type="application/json", headers=headers)
        connections.close_all()
        if answer.status_code not in (409, 503):  # somebody else was writing
            return answer.status_code, json.loads(answer.content).get("id", 0)
        time.sleep(0.1)
    return 0, 0


def main(token: str, key: str, at: str, threads: str, *prospects: str) -> None:
    wanted = [int(prospects[place % len(prospects)]) for place in range(int(threads))]
    time.sleep(max(float(at) - time.time(), 0))
    with ThreadPoolExecutor(int(threads)) as pool:
        for status, number in pool.map(lambda one: asks(token, key, one), wanted):
            sys.stdout.write(f"{status} {number}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
