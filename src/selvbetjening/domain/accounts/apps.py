from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "selvbetjening.domain.accounts"
    label = "accounts"
