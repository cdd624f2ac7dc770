from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "selvbetjening.domain.rights"
    label = "rights"
