"""What was held back: quarantine and rejects."""

from django.urls import path

from winnow.web.access import MARKETING, Rules
from winnow.web.views import held

urlpatterns = [
    path("quarantine/", held.quarantine, name="held_quarantine"),
    path("rejected/", held.rejected, name="held_rejected"),
    path("held/<int:pk>/", held.held, name="held"),
    path("held/release/", held.held_release, name="held_release"),
    path("held/dismiss/", held.held_dismiss, name="held_dismiss"),
    path("held/back/<str:sealed>/", held.held_bring_back, name="held_bring_back"),
    path("held/replay/<slug:kind>/", held.held_replay, name="held_replay"),
]
RULES: Rules = {str(route.name): MARKETING for route in urlpatterns}
