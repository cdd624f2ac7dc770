from django.apps import AppConfig


class CustomerPortalConfig(AppConfig):
    name = "selvbetjening.portals.customer"
    label = "portal_customer"
