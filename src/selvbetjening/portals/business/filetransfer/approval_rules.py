"""Which files a second person approves, for each solution and PBS number, and what that would have held (BM-04)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.actions.policies import set_policies
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.deliveries.documents import reason_words
from selvbetjening.domain.deliveries.queries.policy import choices
from selvbetjening.domain.deliveries.queries.tried import Held, tried
from selvbetjening.domain.deliveries.rules.approval import policy_of
from selvbetjening.domain.deliveries.rules.content import SOLUTION
from selvbetjening.domain.directdebit import queries as directdebit
from selvbetjening.domain.organizations.queries import Organization
from selvbetjening.domain.organizations.rules.register import REGISTER, approval
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import AmountNotUnderstood, parse_amount
from selvbetjening.portals.business.filetransfer.senders import me
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.rule_words import number_words, rule_words
from selvbetjening.portals.business.selvbetjening.amounts import typed_amount
from selvbetjening.portals.gate import confirmed_by_mitid, requires
from selvbetjening.ui.components.values import language

_ALL: Final = "*"
_SHOWN: Final = 20


def _kinds() -> list[tuple[str, str]]:
    return [(code, gettext(words)) for code, words in REGISTER[approval.COMPANY["kind"]].options]


def _label(part: str) -> str:
    return gettext(REGISTER[approval.COMPANY[part]].label)


class RuleForm(forms.Form):
    """One rule, in the words of the company's own."""

    def __init__(self, *args: Any, numbers: Iterable[str], fixed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not fixed:
            known = [(number, number) for number in numbers]
            self.fields["pbs_number"] = forms.ChoiceField(
                label=gettext("PBS no."), choices=[(_ALL, gettext("All without a rule of their own")), *known]
            )
        self.fields["kind"] = forms.ChoiceField(label=_label("kind"), choices=_kinds())
        none = gettext("0 means that it does not matter. Files of 24 hours that nobody approved are added up.")
        self.fields["amount"] = forms.CharField(label=_label("amount"), help_text=none)
        self.fields["count"] = forms.IntegerField(
            label=_label("count"), min_value=0, max_value=10_000_000, help_text=none
        )
        share = REGISTER[approval.COMPANY["new_share"]]
        self.fields["new_share"] = forms.IntegerField(
            label=_label("new_share"), min_value=0, max_value=approval.NEVER, help_text=gettext(share.help)
        )
        self.fields["account"] = forms.BooleanField(label=_label("account"), required=False)
        self.fields["approvers"] = forms.IntegerField(label=_label("approvers"), min_value=1, max_value=2)

    def clean_amount(self) -> int:
        try:
            return parse_amount(self.cleaned_data["amount"])
        except AmountNotUnderstood:
            raise forms.ValidationError(gettext("Write an amount, such as 10.000,00.")) from None

    @property
    def rule(self) -> dict[str, Any]:
        """As the register keeps it."""
        return {part: self.cleaned_data[part] for part in approval.COMPANY}


@dataclass(frozen=True)
class _Tried:
    """What the rule would have held of `count` files; `left_out` are not listed."""

    count: int
    held: list[tuple[Held, list[str]]]
    left_out: int


@requires(MANAGE)
@require_safe
def approval_rules(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The company's own rule, and those of its PBS numbers."""
    here, company = request.acting.here, request.acting.organization
    rows = [
        (
            reverse("business:mft_approval_rule", args=[here, _slug(name)]),
            number_words(name=name),
            rule_words(rule=rule),
        )
        for name, rule in sorted(company.choice(approval.CODE).items())
    ]
    context = {"rows": rows, "general": rule_words(rule=_general(company))}
    return page(
        request, "business/filetransfer/approval_rules.html", title=gettext("Files that others approve"), **context
    )


@requires(MANAGE)
@confirmed_by_mitid("policies")
@require_http_methods(["GET", "HEAD", "POST"])
def approval_rule(request: CompanyRequest, organization: UUID, rule: str = "") -> HttpResponse:
    """A new rule, or one that stands: tried on what came (that changes nothing), kept, or taken away.

    Whatever lets files go with fewer eyes waits for a second Access Manager where there are two (SEC-32).
    """
    here, asked = request.acting.here, request.POST
    name = _name(rule)
    back = reverse("business:mft_approval_rules", args=[here])
    before = _before(request, name)
    form = RuleForm(
        asked if request.method == "POST" and "remove" not in asked else None, numbers=_numbers(request),
        fixed=rule, initial={**before, "amount": typed_amount(before["amount"])},
    )  # fmt: skip
    if "remove" in asked and rule:
        return saved(request, back, _words(_keep(request, {name: None})))
    title = gettext("Rule for %(number)s") % {"number": number_words(name=name)} if rule else gettext("A new rule")
    if form.is_bound and form.is_valid() and not rule:
        chosen = form.cleaned_data["pbs_number"]
        name = approval.key(solution=SOLUTION, pbs_number="" if chosen == _ALL else chosen)
    waiting: list[tuple[str, ...]] = []
    is_try = "try" in asked
    if form.is_bound and not is_try and attempt(form, lambda _all: waiting.append(_keep(request, {name: form.rule}))):
        return saved(request, back, _words(waiting[0]))
    found = _tried(request, name, form.rule) if is_try and form.is_valid() else None
    context = {"form": form, "tried": found, "back": back, "stands": bool(rule)}
    return page(request, "business/filetransfer/approval_rule.html", title=title, **context)


def _before(request: CompanyRequest, name: str) -> approval.Rule:
    """The rule that stands under this key, or the company's own for a new one. Raises Http404 where none stands."""
    company = request.acting.organization
    rules: dict[str, approval.Rule] = company.choice(approval.CODE)
    if name and name not in rules:
        raise Http404
    return rules[name] if name else _general(company)


def _general(company: Organization) -> approval.Rule:
    return approval.company_rule(choose={code: company.choice(code) for code in approval.COMPANY.values()})


def _keep(request: CompanyRequest, rules: dict[str, Any]) -> tuple[str, ...]:
    return set_policies(request.acting.here, values={approval.CODE: rules}, by=me(request).id, at=clock.now())


def _words(waiting: tuple[str, ...]) -> str:
    return gettext("What lets files go with fewer eyes waits for a second Access Manager.") if waiting else ""


def _tried(request: CompanyRequest, name: str, rule: dict[str, Any]) -> _Tried:
    here = request.acting.here
    policy, policies = policy_of(rule=rule), choices(here).policies
    there = replace(policies, rules={**policies.rules, name: policy})
    count, held = tried(here, policies=there, policy=policy, at=clock.now())
    shown = [(each, reason_words(reasons=each.need.as_data, language=language())) for each in held[:_SHOWN]]
    return _Tried(count, shown, len(held) - len(shown))


def _numbers(request: CompanyRequest) -> list[str]:
    mine = directdebit.agreements(request.acting.here, active_on=request.acting.today)
    return sorted({each.pbs_number for each in mine})


def _slug(name: str) -> str:
    return name.replace("/*", "/alle").replace("/", "-")


def _name(slug: str) -> str:
    """The key that an address names; empty for none."""
    solution, _sep, number = slug.rpartition("-")
    return approval.key(solution=solution, pbs_number="" if number == "alle" else number) if slug else ""
