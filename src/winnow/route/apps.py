from django.apps import AppConfig


class RouteConfig(AppConfig):
    name = "winnow.route"
    label = "route"
    default_auto_field = "django.db.models.BigAutoField"
