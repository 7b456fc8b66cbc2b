"""Opportunities: board, list, one of them, what is learned from lost ones; the purge and its proof."""

from django.urls import path

from winnow.web.access import SIGNED_IN, Rules
from winnow.web.views import deal, deals_board

urlpatterns = [
    path("opportunities/", deals_board.board, name="deals"),
    path("opportunities/list/", deals_board.listed, name="deals_list"),
    path("opportunities/<int:prospect>/", deal.page, name="deal"),
    path("opportunities/<int:prospect>/do/<slug:action>/", deal.act, name="deal_act"),
]
# Who may see and act on a single one is decided by `prospects.access`, row by row.
RULES: Rules = {
    "deals": SIGNED_IN, "deals_list": SIGNED_IN, "deal": SIGNED_IN, "deal_act": SIGNED_IN,
}  # fmt: skip
