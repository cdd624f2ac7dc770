from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "selvbetjening.domain.messaging"
    label = "messaging"
