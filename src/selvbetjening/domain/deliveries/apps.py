from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "selvbetjening.domain.deliveries"
    label = "deliveries"

    def ready(self) -> None:
        from selvbetjening.domain.access.ports import register_door
        from selvbetjening.domain.deliveries.actions.void import DOOR

        register_door(DOOR)
