from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages: templates, the look, and the views that fill them."""

    name = "winnow.web"
    label = "web"
    verbose_name = "Winnow on the web"
