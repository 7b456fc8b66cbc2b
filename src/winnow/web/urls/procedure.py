"""The written procedure."""

from django.urls import path

from winnow.web.access import ADMIN, SIGNED_IN, Rules
from winnow.web.views import procedure_pages

urlpatterns = [
    path("procedure/", procedure_pages.procedure, name="procedure"),
    path("procedure/publish/", procedure_pages.procedure_publish, name="procedure_publish"),
    path("procedure/versions/", procedure_pages.procedure_versions, name="procedure_versions"),
    path("procedure/versions/<int:number>/", procedure_pages.procedure_version, name="procedure_version"),
    path("procedure/versions/<int:number>/text/", procedure_pages.procedure_text, name="procedure_text"),
    path(
        "procedure/versions/<int:older>/<int:newer>/", procedure_pages.procedure_diff, name="procedure_diff"
    ),
]
RULES: Rules = {str(route.name): SIGNED_IN for route in urlpatterns} | {"procedure_publish": ADMIN}
