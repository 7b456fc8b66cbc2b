"""Nurture: marketing's pages, the calls; where links in mails lead, and the one question that needs no sign-in."""

from django.urls import path

from winnow.web.access import MARKETING, PUBLIC, SIGNED_IN, Rules
from winnow.web.views import nurture, nurture_asked, nurture_public

urlpatterns = [
    path("nurture/", nurture.nurture, name="nurture"),
    path("nurture/tracks/<slug:key>/", nurture.track, name="nurture_track"),
    path("nurture/asked/", nurture_asked.asked, name="nurture_asked"),
    path("nurture/calls/", nurture_asked.calls, name="nurture_calls"),
    path("nurture/calls/<int:pk>/", nurture_asked.call, name="nurture_call"),
    path("nurture/calls/<int:pk>/missed/", nurture_asked.missed, name="nurture_missed"),
    path("l/<str:token>/", nurture_public.link, name="nurture_link"),
    path("asked/<str:token>/", nurture_public.asked, name="asked"),
]
# Whose a call is decides its page, row by row.
RULES: Rules = {
    "nurture": MARKETING, "nurture_track": MARKETING, "nurture_asked": MARKETING, "nurture_calls": SIGNED_IN,
    "nurture_call": SIGNED_IN, "nurture_missed": SIGNED_IN, "nurture_link": PUBLIC, "asked": PUBLIC,
}  # fmt: skip
