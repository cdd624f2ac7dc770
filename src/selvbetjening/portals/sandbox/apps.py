from django.apps import AppConfig


class SandboxPortalConfig(AppConfig):
    name = "selvbetjening.portals.sandbox"
    label = "portal_sandbox"
