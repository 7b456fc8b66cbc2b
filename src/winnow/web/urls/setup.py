"""First-run set-up."""

from django.urls import path

from winnow.web.access import ADMIN, PUBLIC, Rules
from winnow.web.views import setup

urlpatterns = [
    path("setup/<str:secret>/", setup.setup, name="setup"),
    path("welcome/", setup.checklist, name="checklist"),
    path("welcome/people/", setup.first_people, name="first_people"),
]
RULES: Rules = {"setup": PUBLIC, "checklist": ADMIN, "first_people": ADMIN}
