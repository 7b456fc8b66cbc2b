from django.apps import AppConfig


class QualifyConfig(AppConfig):
    name = "winnow.qualify"
    label = "qualify"
    default_auto_field = "django.db.models.BigAutoField"
