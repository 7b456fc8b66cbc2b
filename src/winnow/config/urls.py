"""Every address, by door and area, and who may open it.

An area is a module in `winnow/web/urls/` (or `winnow/api/urls.py`) with `urlpatterns` and `RULES`; it is found
by being there.
"""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from django.urls import URLPattern, URLResolver

from winnow.web import urls as web


def _areas() -> list[ModuleType]:
    names = [f"{web.__name__}.{found.name}" for found in iter_modules(web.__path__)]
    names += ["winnow.api.urls"] if find_spec("winnow.api.urls") else []
    return [import_module(name) for name in sorted(names)]


urlpatterns: list[URLPattern | URLResolver] = [pattern for area in _areas() for pattern in area.urlpatterns]
RULES: dict[str, frozenset[str]] = {route: rule for area in _areas() for route, rule in area.RULES.items()}

handler400 = "winnow.web.views.errors.bad_request"
handler403 = "winnow.web.views.errors.forbidden"
handler404 = "winnow.web.views.errors.not_found"
handler429 = "winnow.web.views.errors.too_many"  # of the sign-in library
handler500 = "winnow.web.views.errors.server_error"
