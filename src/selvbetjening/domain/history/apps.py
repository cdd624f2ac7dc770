from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "selvbetjening.domain.history"
    label = "history"
