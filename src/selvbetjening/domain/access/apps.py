from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "selvbetjening.domain.access"
    label = "access"
