"""Opportunities: board, list, one of them, what is learned from lost ones; the purge and its proof."""

from django.urls import path

from winnow.web.access import MANAGING, MARKETING, SIGNED_IN, Rules
from winnow.web.views import coding, deal, deal_further, deals_board, deals_lost, purge

urlpatterns = [
    path("opportunities/", deals_board.board, name="deals"),
    path("opportunities/list/", deals_board.listed, name="deals_list"),
    path("opportunities/<int:prospect>/", deal.page, name="deal"),
    path("opportunities/<int:prospect>/do/<slug:action>/", deal.act, name="deal_act"),
    path("opportunities/<int:prospect>/further/", deal_further.opened, name="deal_further"),
    path("opportunities/<int:prospect>/send-back/", purge.sent_back, name="deal_send_back"),
    path("opportunities/lost/", deals_lost.lost, name="deals_lost"),
    path("opportunities/lost/<int:pk>/code/", coding.code_mirrored, name="deals_lost_code"),
    path("purge/", purge.review_page, name="purge"),
    path("purge/run/", purge.run, name="purge_run"),
    path("purge/keep/<int:prospect>/", purge.kept, name="purge_keep"),
    path("purge/<int:pk>/undo/", purge.undone, name="purge_undo"),
    path("purge/proof/", purge.proof_page, name="purge_proof"),
]
# Who may see and act on a single one is decided by `prospects.access`, row by row.
RULES: Rules = {
    "deals": SIGNED_IN, "deals_list": SIGNED_IN, "deal": SIGNED_IN, "deal_act": SIGNED_IN,
    "deal_further": SIGNED_IN,
    "deal_send_back": MANAGING, "deals_lost": SIGNED_IN, "deals_lost_code": SIGNED_IN,
    "purge": MANAGING, "purge_run": MANAGING,
    "purge_keep": MANAGING, "purge_undo": MANAGING, "purge_proof": MARKETING,
}  # fmt: skip
