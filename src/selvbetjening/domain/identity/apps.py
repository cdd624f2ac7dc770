from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "selvbetjening.domain.identity"
    label = "identity"
