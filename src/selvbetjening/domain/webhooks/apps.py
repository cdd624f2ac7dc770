from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "selvbetjening.domain.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from selvbetjening.domain.access.ports import register_door
        from selvbetjening.domain.webhooks.actions.doors import DOOR

        register_door(DOOR)
