from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "attending.web"
    label = "web"
