"""The written procedure."""

from django.urls import path

from winnow.web.access import ADMIN, MANAGING, SIGNED_IN, Rules
from winnow.web.views import procedure_pages, replay

urlpatterns = [
    path("procedure/", procedure_pages.procedure, name="procedure"),
    path("procedure/publish/", procedure_pages.procedure_publish, name="procedure_publish"),
    path("procedure/replay/", replay.replays, name="procedure_replays"),
    path("procedure/replay/<int:pk>/", replay.replay, name="procedure_replay"),
    path("procedure/replay/<int:pk>/progress/", replay.progress, name="procedure_replay_progress"),
    path("procedure/replay/<int:pk>/publish/", replay.publish, name="procedure_replay_publish"),
    path("procedure/versions/", procedure_pages.procedure_versions, name="procedure_versions"),
    path("procedure/versions/<int:number>/", procedure_pages.procedure_version, name="procedure_version"),
    path("procedure/versions/<int:number>/text/", procedure_pages.procedure_text, name="procedure_text"),
    path(
        "procedure/versions/<int:older>/<int:newer>/", procedure_pages.procedure_diff, name="procedure_diff"
    ),
]
REPLAYS = ("procedure_replays", "procedure_replay", "procedure_replay_progress")
ADMINS = ("procedure_publish", "procedure_replay_publish")
RULES: Rules = (
    {str(route.name): SIGNED_IN for route in urlpatterns}
    | dict.fromkeys(REPLAYS, MANAGING)
    | dict.fromkeys(ADMINS, ADMIN)
)
