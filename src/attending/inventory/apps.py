from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "attending.inventory"
    label = "inventory"
    verbose_name = "Inventory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.inventory import registration

        registration.register()
