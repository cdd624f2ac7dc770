from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "selvbetjening.domain.access"
    label = "access"

    def ready(self) -> None:
        from selvbetjening.domain.access.actions.doors import OWN
        from selvbetjening.domain.access.actions.send_again import issue_token
        from selvbetjening.domain.access.ports import register_door
        from selvbetjening.domain.messaging.ports import register_secrets

        for door in OWN:
            register_door(door)
        register_secrets(
            "member_invited",
            lambda organization, invitation, at: issue_token(organization, invitation=invitation, at=at),
        )
