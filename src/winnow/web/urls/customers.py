"""Customers: who buys, why, what they cost in time, and who is like them."""

from django.urls import path

from winnow.web.access import MANAGING, MARKETING, SIGNED_IN, Rules
from winnow.web.views import (
    coding,
    customer,
    customers,
    customers_given,
    customers_profile,
    customers_time,
    customers_why,
    deal_further,
)

urlpatterns = [
    path("customers/", customers.listed, name="customers"),
    path("customers/give/", customers_given.given, name="customers_give"),
    path("customers/give/undo/<str:sealed>/", customers_given.undone, name="customers_given_undo"),
    path("customers/<int:pk>/", customer.page, name="customer"),
    path("customers/<int:pk>/further/", deal_further.opened_of_customer, name="customer_further"),
    path("customers/<int:pk>/plan/", customer.planned, name="customer_plan"),
    path("customers/<int:pk>/served/", customer.served, name="customer_served"),
    path("customers/told/<int:prospect>/", customer.told, name="customer_told"),
    path("customers/done/<int:prospect>/", customer.done_with, name="customer_done"),
    path("customers/suggest/", customer.suggested, name="customer_suggest"),
    path("customers/why/", customers_why.why, name="customers_why"),
    path("customers/why/<int:pk>/code/", coding.code_told, name="customer_code"),
    path("customers/time/", customers_time.time_page, name="customers_time"),
    path("customers/profile/", customers_profile.profile_page, name="customers_profile"),
    path("customers/targets/", customers_profile.ranked, name="customers_targets"),
    path("customers/targets/take/", customers_profile.taken, name="customers_take"),
]
# Which customers a person sees, and who may act, is decided row by row.
RULES: Rules = {
    "customers": SIGNED_IN, "customer": SIGNED_IN, "customer_plan": SIGNED_IN,
    "customer_served": SIGNED_IN, "customer_told": SIGNED_IN,
    "customer_done": SIGNED_IN, "customer_suggest": SIGNED_IN, "customers_why": MARKETING,
    "customers_time": MARKETING, "customer_further": SIGNED_IN, "customer_code": MARKETING,
    "customers_give": MANAGING, "customers_given_undo": MANAGING,
    "customers_profile": MARKETING, "customers_targets": MARKETING, "customers_take": MARKETING,
}  # fmt: skip
