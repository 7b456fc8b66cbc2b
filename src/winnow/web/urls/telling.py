"""How people are told, and the company's webhooks."""

from django.urls import path

from winnow.web.access import ADMIN, PUBLIC, SIGNED_IN, Rules
from winnow.web.views import calendars, telling, webhooks

urlpatterns = [
    path("account/notifications/", telling.choices, name="account_notifications"),
    path("account/notifications/try/", telling.try_own, name="account_notifications_try"),
    path("account/calendar/", calendars.calendar_address, name="account_calendar"),
    path("calendar/<str:word>.ics", calendars.feed, name="calendar_feed"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/try/", webhooks.webhook_try, name="webhook_try"),
    path("webhooks/<int:pk>/secret/", webhooks.webhook_secret, name="webhook_secret"),
    path("webhooks/<int:pk>/stop/", webhooks.webhook_stop, name="webhook_stop"),
    path("webhooks/<int:pk>/again/", webhooks.webhook_again, name="webhook_again"),
    path("webhooks/<int:pk>/drop/", webhooks.webhook_drop, name="webhook_drop"),
]
RULES: Rules = {
    str(route.name): SIGNED_IN if str(route.name).startswith("account") else ADMIN for route in urlpatterns
} | {"calendar_feed": PUBLIC}
