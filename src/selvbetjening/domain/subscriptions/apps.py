from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "selvbetjening.domain.subscriptions"
    label = "subscriptions"
