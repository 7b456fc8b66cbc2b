"""The marketer's desk: campaigns with their costs and returns."""

from django.urls import path

from winnow.prospects.words import Role
from winnow.web.access import MARKETING, Rules, roles
from winnow.web.views import campaigns, campaigns_page, costs, holdouts

urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/add/", campaigns_page.campaign_add, name="campaign_add"),
    path("campaigns/<int:pk>/", campaigns_page.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaigns_page.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/costs/", costs.cost_add, name="cost_add"),
    path("campaigns/<int:pk>/hold-outs/", holdouts.holdouts, name="holdouts"),
    path("costs/<int:pk>/", costs.cost_edit, name="cost_edit"),
    path("costs/<int:pk>/drop/", costs.cost_drop, name="cost_drop"),
    path("costs/restore/<str:sealed>/", costs.cost_restore, name="cost_restore"),
]
KEEPING = roles(Role.MARKETER, Role.ADMIN)
RULES: Rules = {str(route.name): KEEPING for route in urlpatterns} | {
    "campaigns": MARKETING,
    "campaign": MARKETING,
}
