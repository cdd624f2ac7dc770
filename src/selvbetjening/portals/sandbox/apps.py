from django.apps import AppConfig


class SandboxPortalConfig(AppConfig):
    """In the demo the time is what the clock page says, for web and worker alike."""

    name = "selvbetjening.portals.sandbox"
    label = "portal_sandbox"

    def ready(self) -> None:
        from selvbetjening.kernel import clock
        from selvbetjening.portals.sandbox import travel

        clock.set_source(travel.now)
