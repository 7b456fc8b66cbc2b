"""What one was told."""

from django.urls import path

from winnow.web.access import SIGNED_IN, Rules
from winnow.web.views import notifications

urlpatterns = [
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.notifications_read, name="notifications_read"),
    path("notifications/<int:pk>/open/", notifications.notification_open, name="notification_open"),
]
RULES: Rules = {str(route.name): SIGNED_IN for route in urlpatterns}
