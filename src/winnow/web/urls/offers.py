"""Offers: made and sent by sellers, answered by anybody who has the link."""

from django.urls import path

from winnow.web.access import PUBLIC, SIGNED_IN, Rules
from winnow.web.views import offer_public, offers, offers_listed

urlpatterns = [
    path("offers/", offers_listed.listed, name="offers"),
    path("offers/new/<int:prospect>/", offers.new, name="offer_new"),
    path("offers/slow/", offers_listed.slow, name="offers_slow"),
    path("offers/<int:pk>/", offers.page, name="offer"),
    path("offers/<int:pk>/change/", offers.change, name="offer_change"),
    path("offers/<int:pk>/send/", offers.send, name="offer_send"),
    path("offers/<int:pk>/revoke/", offers.revoke, name="offer_revoke"),
    path("offers/<int:pk>/pdf/", offers.pdf, name="offer_pdf"),
    path("offer/<str:token>/", offer_public.offer, name="offer_public"),
    path("offer/<str:token>/pdf/", offer_public.offer_pdf, name="offer_public_pdf"),
]
# Whose offers are whose is decided by `prospects.access`, row by row.
RULES: Rules = {
    "offers": SIGNED_IN, "offers_slow": SIGNED_IN, "offer_new": SIGNED_IN, "offer": SIGNED_IN,
    "offer_change": SIGNED_IN, "offer_send": SIGNED_IN, "offer_revoke": SIGNED_IN, "offer_pdf": SIGNED_IN,
    "offer_public": PUBLIC, "offer_public_pdf": PUBLIC,
}  # fmt: skip
