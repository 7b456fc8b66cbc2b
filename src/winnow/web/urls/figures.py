"""Figures: response, persistence, funnel, conversion, return, attribution, people, forecast."""

from django.urls import path

from winnow.web.access import MANAGING, MARKETING, Rules
from winnow.web.views import figures, figures_behind

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/people/", figures.figures_people, name="figures_people"),
    path("figures/<slug:word>/", figures.figures_page, name="figures_page"),
    path("figures/<slug:word>/prospects/", figures_behind.figures_behind, name="figures_behind"),
]
RULES: Rules = {
    "figures": MARKETING, "figures_people": MANAGING, "figures_page": MARKETING, "figures_behind": MARKETING,
}  # fmt: skip
