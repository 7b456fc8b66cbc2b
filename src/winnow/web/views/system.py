"""How this installation is: what the doctor finds."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from winnow.doctor.report import examine


@require_GET
def system(request: HttpRequest) -> HttpResponse:
    """Counts, warnings and broken promises, as `winnow doctor` prints them."""
    report = examine(timezone.now())
    place = "PostgreSQL" if connection.vendor == "postgresql" else f"SQLite in {settings.HOME}"
    counts = [(name.replace("_", " ").capitalize(), f"{count:,}") for name, count in report.counts.items()]
    return render(request, "system/status.html", {"report": report, "counts": counts, "place": place})
