"""The two tables that belong to no company and that Django admin shows itself: operators, and the doorway's book."""

from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

from selvbetjening.domain.tenancy.models import DoorwayUse

if TYPE_CHECKING:
    _Users: TypeAlias = ModelAdmin[User]
    _Uses: TypeAlias = ModelAdmin[DoorwayUse]
else:
    _Users = _Uses = ModelAdmin


class OperatorAdmin(_Users):
    """Operators are made by a login link; here they can be shut out. There is no password to set."""

    list_display = ("username", "is_active", "last_login")
    fields = ("username", "first_name", "last_name", "is_active")
    readonly_fields = ("username",)
    search_fields = ("username",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DoorwayUseAdmin(_Uses):
    """Who looked across companies, when and why; only ever added to (SEC-18)."""

    list_display = ("at", "actor_kind", "actor_id", "reason")
    list_filter = ("actor_kind",)
    search_fields = ("reason",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
