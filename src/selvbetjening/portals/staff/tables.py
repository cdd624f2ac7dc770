"""The one table that belongs to no company and that Django admin shows itself: the operators."""

from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

if TYPE_CHECKING:
    _Users: TypeAlias = ModelAdmin[User]
else:
    _Users = ModelAdmin


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
