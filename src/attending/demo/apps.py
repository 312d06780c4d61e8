from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "attending.demo"
    label = "demo"
    verbose_name = "Demonstration program"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.accounts import demo
        from attending.demo.cast import seats

        demo.register(seats)
