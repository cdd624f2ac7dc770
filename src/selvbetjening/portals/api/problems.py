"""The shapes of refusals, as the description tells them (section 2)."""

from typing import Any

from pydantic import ConfigDict, RootModel

from selvbetjening.portals.api.values import Outgoing


class Detail(Outgoing):
    """A refusal in one sentence; `code` for machines, `docs` where to read on."""

    model_config = ConfigDict(extra="allow")

    detail: str
    code: str | None = None
    docs: str | None = None


class Failure(Detail):
    """Our fault; `reference` finds it in our log."""

    reference: str | None = None


class Fields(RootModel[dict[str, Any]]):
    """What is wrong, by field: lists of sentences, nested by place in a list; `non_field_errors` across fields."""
