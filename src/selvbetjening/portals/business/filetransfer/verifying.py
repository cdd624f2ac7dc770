"""Is this receipt ours, and is it about this file? For anybody, without a login (BM-02)."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.deliveries.documents import status_words
from selvbetjening.domain.deliveries.queries import Verified, allowed_signers, verify
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.gate import public
from selvbetjening.ui.components.values import moment

#: Receipt and signature together stay below what a page takes (settings.DATA_UPLOAD_MAX_MEMORY_SIZE).
_MOST: Final = 900_000
_WHY: Final[dict[str, Any]] = {
    "file_differs": _("The receipt is ours and unaltered, but it is about another file than the one with this hash."),
    "key_out_of_time": _("The receipt is signed with a key that was not in use on the day that it bears."),
    "form": _("This is no receipt: choose the file that ends in .json, as it was fetched."),
}
_OTHERWISE: Final = _("The signature does not fit: the receipt was altered, or it is not ours.")


class VerifyForm(forms.Form):
    """A receipt, its signature, and the hash of the file that was sent."""

    receipt = forms.FileField(label=_("The receipt, the file that ends in .json"), max_length=255)
    signature = forms.FileField(label=_("Its signature, the file that ends in .sig"), max_length=255)
    sha256 = forms.RegexField(
        r"\A\s*[0-9a-fA-F]{64}\s*\Z", label=_("SHA-256 of the file that was sent"), required=False,
        help_text=_("64 signs, as sha256sum and certutil show it. Leave it out to look at the receipt alone."),
        error_messages={"invalid": _("A SHA-256 is 64 signs: the digits 0 to 9 and the letters a to f.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("receipt", "signature"):
            if name in given and given[name].size > _MOST:
                self.add_error(name, gettext("The file is too large for a receipt."))
        return given


@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify_receipt(request: HttpRequest) -> HttpResponse:
    """The form, and below it what came of it. Nothing that is chosen here is kept."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        answer = verify(
            text=given["receipt"].read(),
            signature=given["signature"].read().decode("ascii", "replace"),
            file_sha256=given["sha256"].strip().lower(),
        )
        context |= {"answer": answer, "why": "" if answer.ok else str(_WHY.get(answer.why, _OTHERWISE)),
                    "facts": _facts(answer)}  # fmt: skip
    return page(request, "business/filetransfer/verify.html", title=gettext("Check a receipt"), **context)


def _facts(answer: Verified) -> list[tuple[str, str]]:
    """What the receipt says, only where it is ours: a forged one is given no voice."""
    said = answer.receipt
    if not said:
        return []
    size = filesizeformat(said["file"]["size"])
    return [
        (gettext("Receipt"), format_html("{}, {}", said["kind"], moment(datetime.fromisoformat(said["issued_at"])))),
        (gettext("Company"), f"{said['company']['name']}, CVR {said['company']['cvr']}"),
        (gettext("File"), f"{said['file']['name']}, {size}"),
        ("SHA-256", said["file"]["sha256"]),
        (gettext("What it says"), status_words(status=said["status"], code=said["code"])),
        (gettext("Place among the company's receipts"), str(said["chain"]["seq"])),
        (gettext("Signed with"), answer.key_id),
    ]


@public
@require_safe
def signers(request: HttpRequest) -> HttpResponse:
    """The keys for `ssh-keygen -Y verify -f allowed_signers -I … -n kvittering`."""
    return HttpResponse(allowed_signers(), content_type="text/plain; charset=utf-8")
