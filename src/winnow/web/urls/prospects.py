"""Prospects: the list, the search, one prospect's page, its actions, merging."""

from django.urls import path

from winnow.web.access import DESK, SIGNED_IN, Rules
from winnow.web.views import merge, prospect, prospect_acts, prospect_edit, prospect_list, prospect_orders

urlpatterns = [
    path("prospects/", prospect_list.prospects, name="prospects"),
    path("search/", prospect_list.search, name="search"),
    path("prospects/<int:prospect>/", prospect.prospect, name="prospect"),
    path("prospects/<int:prospect>/edit/", prospect_edit.edit_card, name="prospect_edit"),
    path("prospects/<int:prospect>/do/<slug:action>/", prospect_acts.act, name="prospect_act"),
    path("prospects/<int:prospect>/undo/<int:event>/", prospect_acts.undo, name="prospect_undo"),
    path("prospects/<int:prospect>/orders/<int:order>/", prospect_orders.order, name="order"),
    path("prospects/<int:prospect>/merge/", merge.merging, name="merge"),
    path("merges/<int:event>/undo/", merge.undo, name="merge_undo"),
    path("inquiries/<int:inquiry>/", prospect.inquiry, name="inquiry"),
]
# Who may see and act on a single prospect is decided by `prospects.access`, row by row.
RULES: Rules = {pattern.name: SIGNED_IN for pattern in urlpatterns if pattern.name} | {
    "merge": DESK, "merge_undo": DESK,
}  # fmt: skip
