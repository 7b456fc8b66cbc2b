"""One-time links as addresses that can be opened."""

import os

from winnow.cli.say import Problem

DEFAULT_URL = "http://127.0.0.1:8000"
# As the web's addresses `sign_in_link` and `setup` have them; a test compares. Looking them up takes a second.
SIGN_IN = "/in/{secret}/"
SET_UP = "/setup/{secret}/"


def address(secret: str, url: str = "", path: str = SIGN_IN) -> str:
    """Where a browser opens the link: under `url`, else WINNOW_URL, else the address that `serve` has by default."""
    return (url or os.environ.get("WINNOW_URL") or DEFAULT_URL).rstrip("/") + path.format(secret=secret)


def checked(url: str) -> str:
    """The address as given, or a Problem if no browser could open it."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise Problem(f"{url!r} is no address. Write it as in https://leads.example.com.")
    return url
