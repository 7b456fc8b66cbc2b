"""How people get in: by invitation only; what is known of second factors is kept encrypted."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

QUIET = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: an admin invites, a one-time link lets in."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *args: Any, **given: Any
    ) -> None:
        """The page itself shows that one is signed in, or out."""
        if message_template not in QUIET:
            super().add_message(request, level, message_template, *args, **given)


class SecondFactors(DefaultMFAAdapter):
    """Authenticator secrets and recovery codes are unreadable in the database and in its backups alone."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return "Winnow"


def _box() -> Fernet:
    key = sha256(b"winnow.second-factors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))
