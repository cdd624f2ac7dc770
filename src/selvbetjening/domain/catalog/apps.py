from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "selvbetjening.domain.catalog"
    label = "catalog"
