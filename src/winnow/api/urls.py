"""The addresses of the API, and who may open them: it asks for a bearer token itself."""

from django.urls import path

from winnow.api.intake import post_inquiries

MACHINE = frozenset({"token"})
ANYBODY = frozenset({"anonymous"})

urlpatterns = [
    path("api/v1/inquiries", post_inquiries, name="api_intake"),
]
RULES = {"api_intake": MACHINE}
