from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "winnow.correspondence"
    label = "correspondence"
