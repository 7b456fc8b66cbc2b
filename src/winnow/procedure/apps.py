from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    name = "winnow.procedure"
    label = "procedure"
    verbose_name = "Procedure"
