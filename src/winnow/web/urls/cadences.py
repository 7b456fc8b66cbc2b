"""Cadences: as pictures with who stands where; another one for many at once."""

from django.urls import path

from winnow.web.access import MANAGING, SIGNED_IN, Rules
from winnow.web.views import cadences

urlpatterns = [
    path("cadences/", cadences.page, name="cadences"),
    path("cadences/change/", cadences.change_page, name="cadences_change"),
    path("cadences/change/<int:pk>/undo/", cadences.undone, name="cadences_undo"),
    path("cadences/replanned/<int:pk>/undo/", cadences.replanning_undone, name="cadences_replanning_undo"),
    path("cadences/replan/", cadences.replanned, name="cadences_replan"),
]
RULES: Rules = {
    "cadences": SIGNED_IN, "cadences_change": MANAGING, "cadences_undo": MANAGING, "cadences_replan": MANAGING,
    "cadences_replanning_undo": MANAGING,
}  # fmt: skip
