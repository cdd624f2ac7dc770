from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "selvbetjening.domain.imports"
    label = "imports"
