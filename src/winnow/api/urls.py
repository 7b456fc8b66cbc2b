"""The addresses of the API, and who may open them: it asks for a bearer token itself."""

from django.urls import URLPattern, path, re_path

from winnow.api import mails, pages
from winnow.api.operations import api

MACHINE = frozenset({"token"})
ANYBODY = frozenset({"anonymous"})

_OPERATIONS = {
    "api_inquiries": "v1/inquiries",
    "api_prospects": "v1/prospects",
    "api_prospect": "v1/prospects/<int:number>",
    "api_events": "v1/events",
    "api_offers": "v1/offers",
    "api_offer": "v1/offers/<int:number>",
}
_VIEWS = {
    pattern.name: pages.as_problems(pattern.callback)
    for pattern in api.urls[0]
    if isinstance(pattern, URLPattern)
}

urlpatterns = [
    *(path(f"api/{place}", _VIEWS[name], name=name) for name, place in _OPERATIONS.items()),
    path("api/v1/mails", mails.post_mail, name="api_mails"),
    path("api/openapi.json", pages.as_problems(pages.openapi), name="api_openapi"),
    path("api/docs", pages.as_problems(pages.docs), name="api_docs"),
    path("healthz", pages.as_problems(pages.healthz), name="healthz"),
    re_path(r"^api/(?P<rest>.*)$", pages.unknown, name="api_unknown"),
]
_OPEN = ("api_openapi", "api_docs", "healthz", "api_unknown")
RULES = {**dict.fromkeys((*_OPERATIONS, "api_mails"), MACHINE), **dict.fromkeys(_OPEN, ANYBODY)}
