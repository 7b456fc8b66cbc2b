"""Nurture: where the links in its mails lead."""

from django.urls import path

from winnow.web.access import PUBLIC, Rules
from winnow.web.views import nurture_public

urlpatterns = [
    path("l/<str:token>/", nurture_public.link, name="nurture_link"),
]
RULES: Rules = {"nurture_link": PUBLIC}
