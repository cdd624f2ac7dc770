"""Keep the language that a person has switched to (BP-79)."""

from uuid import UUID

from selvbetjening.domain.identity.models import User


def remember_language(*, user: UUID, language: str) -> None:
    """From the next login on, in whatever browser. `language` is `da` or `en`. No fact: it is nobody else's business.

    Raises ValueError for another language.
    """
    if language not in ("da", "en"):
        raise ValueError(f"{language} is no language of ours")
    User.objects.filter(id=user).update(language=language)
