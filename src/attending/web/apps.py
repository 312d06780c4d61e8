from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "attending.web"
    label = "web"

    def ready(self) -> None:
        from attending.ui import navigation

        # The ledger and the design system stand on one floor and know nothing of each other.
        navigation.register_footer("Record", "ledger:record", 50)
