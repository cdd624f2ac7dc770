from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    """The last app to be ready: it plugs in reactions, the demo's clock, and the keys of what is kept sealed."""

    name = "selvbetjening.config"
    label = "assembly"

    def ready(self) -> None:
        from django.conf import settings

        from selvbetjening import reactions
        from selvbetjening.domain.accounts import queries as accounts
        from selvbetjening.domain.identity.ports import use_recipients
        from selvbetjening.kernel.sealed import use_keys

        reactions.register()
        use_recipients(accounts)
        use_keys(settings.SEALING_KEYS)
