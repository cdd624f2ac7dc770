"""The operators: the installation's own people, made on the command line (SEC-34)."""

from django.contrib.auth import get_user_model


def operator_addresses() -> list[tuple[int, str]]:
    """Number and mail address of every active operator that has one, in the order in which they came."""
    users = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    return list(users.order_by("pk").values_list("pk", "email"))
