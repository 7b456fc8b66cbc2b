"""Files: uploaded, mapped, tried dry, run by the worker, undone."""

from django.urls import path

from winnow.web.access import MARKETING, Rules
from winnow.web.views import imports, imports_wizard

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports_wizard.new, name="import_new"),
    path("imports/<int:pk>/", imports.show, name="import"),
    path("imports/<int:pk>/progress/", imports.progress, name="import_progress"),
    path("imports/<int:pk>/columns/", imports_wizard.columns, name="import_columns"),
    path("imports/<int:pk>/reading/", imports_wizard.reading, name="import_reading"),
    path("imports/<int:pk>/rules/", imports_wizard.rules, name="import_rules"),
    path("imports/<int:pk>/run/", imports.run, name="import_run"),
    path("imports/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("imports/<int:pk>/discard/", imports.discard, name="import_discard"),
    path("imports/<int:pk>/errors/", imports.errors, name="import_errors"),
]
RULES: Rules = {str(route.name): MARKETING for route in urlpatterns}
