"""How a resource declares its operations: path, right, what goes in and out (the guide: docs/api.md, "Resources")."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Final, Generic, TypeVar

from django.http.response import HttpResponseBase
from ninja import Router, Status

from selvbetjening.domain.access.permissions import API_RIGHTS
from selvbetjening.portals.api.call import ApiRequest
from selvbetjening.portals.api.listing import Listing, page_of
from selvbetjening.portals.api.problems import Detail, Failure, Fields
from selvbetjening.portals.api.values import Outgoing

Item = TypeVar("Item")
View = Callable[..., Any]

_ALWAYS: Final = {401: Detail, 403: Detail, 404: Detail, 405: Detail, 429: Detail, 500: Failure, 503: Failure}


class Page(Outgoing, Generic[Item]):
    """The envelope of a list; `count` is left out where a cursor is followed."""

    count: int | None = None
    next: str | None
    previous: str | None
    results: list[Item]


class Resource:
    """The operations of one resource; `name` is the first part of its rights, such as `accounts.read`."""

    def __init__(self, name: str, *, tag: str = "") -> None:
        self.name = name
        self.router = Router(tags=[tag or name])

    def lists(self, path: str, kind: Any, listing: Listing, *, right: str = "") -> Callable[[View], View]:
        """GET of many: the view gives a queryset of the organization's rows."""

        def declare(view: View) -> View:
            @wraps(view)
            def listed(request: ApiRequest, **path_args: Any) -> Any:
                return page_of(request, listing, view(request, **path_args))

            declared = self._declare(path, ["GET"], right or "read", {200: Page[kind], 400: Fields})
            declared(listed, extra={"parameters": listing.parameters()})
            return view

        return declare

    def reads(self, path: str, kind: Any, *, right: str = "") -> Callable[[View], View]:
        """GET of one."""
        return self._declare(path, ["GET"], right or "read", {200: kind, 304: None, 400: Fields})

    def creates(self, path: str, kind: Any, *, right: str = "", calls_out: bool = False) -> Callable[[View], View]:
        """POST that makes something: 201."""
        return self._declare(path, ["POST"], right or "create", {201: kind, **_WRITES}, calls_out=calls_out)

    def changes(self, path: str, kind: Any, *, right: str = "", calls_out: bool = False) -> Callable[[View], View]:
        """PUT and PATCH, which are the same: 200."""
        return self._declare(path, ["PUT", "PATCH"], right or "update", {200: kind, **_WRITES}, calls_out=calls_out)

    def acts(
        self, path: str, kind: Any, *, status: int = 200, right: str = "", calls_out: bool = False
    ) -> Callable[[View], View]:
        """POST that does something to what is there: 200, or the status given."""
        return self._declare(path, ["POST"], right or "update", {status: kind, **_WRITES}, calls_out=calls_out)

    def deletes(self, path: str, *, right: str = "", calls_out: bool = False) -> Callable[[View], View]:
        """DELETE: 204 and no body."""
        answers = {204: None, **_WRITES}

        def declare(view: View) -> View:
            @wraps(view)
            def emptied(request: ApiRequest, **path_args: Any) -> Any:
                view(request, **path_args)
                return Status(204, None)

            self._declare(path, ["DELETE"], right or "delete", answers, calls_out=calls_out)(emptied)
            return view

        return declare

    def gives_file(self, path: str) -> Callable[[View], View]:
        """GET of a file's bytes, which may be many: 200, 304, or 410 once they are deleted. The call is kept."""
        content = {"schema": {"type": "string", "format": "binary"}}
        extra = {"responses": {200: {"content": {"application/octet-stream": content}}}}
        answers = {200: None, 304: None, 400: Fields, 409: Detail, 410: Detail, 503: Failure}

        def declare(view: View) -> View:
            view.gives_file = True  # type: ignore[attr-defined]
            return self._declare(path, ["GET"], "read", answers)(view, extra=extra)

        return declare

    def _declare(
        self, path: str, methods: Sequence[str], verb: str, answers: dict[int, Any], *, calls_out: bool = False
    ) -> Callable[..., View]:
        right = verb if "." in verb else f"{self.name}.{verb}"
        if right not in API_RIGHTS:
            raise LookupError(f"{right} is no right of API users (access.permissions)")
        first = next(iter(answers))

        def declare(view: View, *, extra: dict[str, Any] | None = None) -> View:
            @wraps(view)
            def answered(request: ApiRequest, **values: Any) -> Any:
                result = view(request, **values)
                return result if isinstance(result, Status | HttpResponseBase) else Status(first, result)

            answered.right, answered.calls_out = right, calls_out  # type: ignore[attr-defined]
            answered.gives_file = getattr(view, "gives_file", False)  # type: ignore[attr-defined]
            self.router.add_api_operation(
                path,
                list(methods),
                answered,
                response={**answers, **_ALWAYS},
                operation_id=f"{view.__module__.rpartition('.')[2]}_{view.__name__}",
                openapi_extra=extra,
            )
            return view

        return declare


_WRITES: Final = {400: Fields, 409: Detail, 412: Detail, 413: Detail, 415: Detail}
