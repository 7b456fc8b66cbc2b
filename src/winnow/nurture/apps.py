from django.apps import AppConfig


class NurtureConfig(AppConfig):
    name = "winnow.nurture"
    label = "nurture"
    default_auto_field = "django.db.models.BigAutoField"
