"""The way in: home, which leads each role to its desk, and the style guide."""

from django.urls import path

from winnow.web.access import SIGNED_IN, Rules
from winnow.web.views import guide, home

urlpatterns = [
    path("", home.home, name="home"),
    path("guide/", guide.guide, name="guide"),
]
RULES: Rules = {"home": SIGNED_IN, "guide": SIGNED_IN}
