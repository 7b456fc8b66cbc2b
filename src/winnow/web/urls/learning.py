"""What the desk learns: its questions, the outcomes wanted, who only gathers information, and its own report."""

from django.urls import path

from winnow.prospects.words import Role
from winnow.web.access import MARKETING, SIGNED_IN, Rules, roles
from winnow.web.views import desk_report, harvesters, outcomes, questions

urlpatterns = [
    path("learning/", questions.questions, name="questions"),
    path("learning/outcomes/", outcomes.outcomes, name="outcomes"),
    path("learning/outcomes/<slug:key>/", outcomes.customers, name="outcome_customers"),
    path("learning/harvesters/", harvesters.harvesters, name="harvesters"),
    path("learning/desk/", desk_report.report, name="desk_report"),
]
OF_THE_DESK = MARKETING | roles(Role.QUALIFIER)
RULES: Rules = {
    **dict.fromkeys(("questions", "outcomes", "outcome_customers"), SIGNED_IN),
    **dict.fromkeys(("harvesters", "desk_report"), OF_THE_DESK),
}
