"""The link to an offer: unguessable, made from a secret of this installation; the database holds only its hash."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac

from winnow.offers import queries
from winnow.offers.models import Offer

SALT = "winnow.offer"


def token_of(key: str, nonce: str) -> str:
    """256 bits that nobody can make without the secret key; the same again whenever the link is shown."""
    made = salted_hmac(SALT, f"{key}:{nonce}", algorithm="sha256").digest()
    return urlsafe_b64encode(made).decode().rstrip("=")


def hashed(token: str) -> str:
    """As it is kept and looked up."""
    return sha256(token.encode(errors="replace")).hexdigest()


def found(token: str) -> Offer | None:
    """The offer under this token."""
    return queries.by_token(hashed(token)) if len(token) <= 100 else None


def path_of(offer: Offer) -> str:
    """The address below the site's own."""
    return f"/offer/{token_of(offer.key, offer.nonce)}/"


def link_of(offer: Offer) -> str:
    """The whole address; "" if Winnow does not know its own."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path_of(offer)}" if settings.PUBLIC_URL else ""


def mark_of(offer: Offer) -> str:
    """What stands for the link in a mail as it is kept; the link itself is put in on its way out."""
    return f"[link to offer {offer.pk}]"


def put_in(text: str, prospect: int | None) -> str:
    """A mail's text with the links in place of their marks; only to offers of this very prospect."""
    if "[link to offer " not in text or prospect is None:
        return text
    for offer in Offer.objects.filter(Q(prospect=prospect) | Q(prospect__merged_into=prospect)):
        text = text.replace(mark_of(offer), link_of(offer))
    return text
