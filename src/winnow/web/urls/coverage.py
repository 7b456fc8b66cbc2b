"""The manager's desk: coverage, the prospects behind its figures, giving them to others, the worker's failures."""

from django.urls import path

from winnow.web.access import MANAGING, MARKETING, Rules
from winnow.web.views import coverage, coverage_failures, coverage_reassign, coverage_rows

urlpatterns = [
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/followed/", coverage.coverage_followed, name="coverage_followed"),
    path("coverage/prospects/", coverage_rows.coverage_prospects, name="coverage_prospects"),
    path("coverage/failures/", coverage_failures.coverage_failures, name="coverage_failures"),
    path("coverage/reassign/", coverage_reassign.coverage_reassign, name="coverage_reassign"),
    path(
        "coverage/reassign/undo/<str:sealed>/", coverage_reassign.coverage_reassign_undo,
        name="coverage_reassign_undo",
    ),
]  # fmt: skip
RULES: Rules = {str(route.name): MANAGING for route in urlpatterns}
RULES["coverage_prospects"] = MARKETING  # a marketer looks behind the figures of a campaign
