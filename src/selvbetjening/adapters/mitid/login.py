"""One broker: the port's calls, in order (SEC-37)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from authlib.common.urls import add_params_to_uri

from selvbetjening.adapters.mitid import asking, checks, mapping
from selvbetjening.adapters.mitid.broker_keys import BrokerKeys
from selvbetjening.adapters.mitid.circuit import Circuit
from selvbetjening.adapters.mitid.logouts import logged_out
from selvbetjening.adapters.mitid.metadata import Metadata, Remembered, trusted
from selvbetjening.adapters.mitid.own_keys import own_keys, published
from selvbetjening.adapters.mitid.profiles import PROFILES
from selvbetjening.adapters.mitid.signed import read
from selvbetjening.adapters.mitid.wire import Wire, object_of, read_json, wire
from selvbetjening.domain.identity.ports import Begun, Expected, LoggedOut, LoginRefused, LoginUnreached, Person

_LONGEST_CODE: Final = 4096
#: The words of OAuth and OpenID Connect for what went wrong; any other word is the sender's, and is not repeated.
_ERRORS: Final = frozenset(
    {
        "access_denied", "account_selection_required", "consent_required", "interaction_required", "invalid_client",
        "invalid_grant", "invalid_request", "invalid_request_object", "invalid_request_uri", "invalid_scope",
        "login_required", "request_not_supported", "request_uri_not_supported", "server_error",
        "temporarily_unavailable", "unauthorized_client", "unsupported_response_type",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How an installation is known at a broker (`settings.LOGIN_BROKERS`, docs/operations.md).

    `discovery` is where the metadata are, if not at the issuer's own address: the demo's stand-in has a name that
    stays, and a port that may not.
    """

    issuer: str
    client_id: str
    keys: tuple[str, ...] = field(repr=False)
    profile: str
    claims: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    discovery: str = ""
    assertion_audience: str = "issuer"
    logout_typ_required: bool = True
    signed_request: bool = True
    level: str = "substantial"
    private_for_business: bool = False
    on_this_machine: bool = False


class MitIDLogin:
    """The port's `Login` at one broker. Raises ValueError for keys or names that cannot be used, at start-up."""

    def __init__(self, *, name: str, **options: Any) -> None:
        self.name = name
        self._setup = Setup(**options)
        self.issuer = self._setup.issuer
        self._profile = PROFILES[self._setup.profile].with_names(self._setup.claims, self._setup.levels)
        self._own = own_keys(self._setup.keys)
        self._circuit = Circuit()
        trust = trusted(issuer=self.issuer, hosts=self._setup.hosts, on_this_machine=self._setup.on_this_machine)
        address = self._setup.discovery or f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        self._metadata = Remembered(trust, lambda: read_json(self._wire().get(address)))
        self._keys = BrokerKeys(lambda: read_json(self._wire().get(self._metadata.get().keys)))

    def begin(
        self, *, redirect_uri: str, max_age: timedelta, afresh: bool, language: str, text: str = "", at: datetime
    ) -> Begun:
        metadata = self._metadata.get()
        state, nonce, verifier = asking.secrets_of_login()
        asked = asking.parameters(
            client_id=self._setup.client_id, redirect_uri=redirect_uri, profile=self._profile, state=state, nonce=nonce,
            verifier=verifier, max_age=max_age, afresh=afresh, language=language,
            private=self._setup.private_for_business, text=text,
        )  # fmt: skip
        if metadata.pushed:
            asked = asking.pushed(self._wire(at=at, metadata=metadata), metadata=metadata, asked=asked)
        elif metadata.takes_requests and self._setup.signed_request:
            asked = asking.signed(key=self._own[0], issuer=self.issuer, asked=asked, at=at)
        url = add_params_to_uri(metadata.authorization, list(asked.items()))
        return Begun(url=url, state=state, nonce=nonce, verifier=verifier)

    def finish(self, *, answer: Mapping[str, str], expected: Expected, at: datetime) -> Person:
        metadata = self._metadata.get()
        code = self._code(answer, expected, metadata)
        tokens = self._tokens(code, expected, metadata, at)
        id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
        claims = dict(read(id_token, keys=self._keys).claims)
        try:
            return self._person(claims, str(id_token), access_token, metadata, expected, at)
        except LoginRefused as refused:
            refused.broker_transaction = mapping.transaction_of(claims, profile=self._profile)
            raise

    def logout_url(self, *, id_token: str, back_to: str) -> str | None:
        try:
            address = self._metadata.get().end_session
        except LoginUnreached:
            return None
        if not address:
            return None
        said = {"client_id": self._setup.client_id, "post_logout_redirect_uri": back_to}
        if id_token:
            said["id_token_hint"] = id_token
        return f"{address}{'&' if '?' in address else '?'}{urlencode(said)}"

    def read_logout(self, *, token: str, at: datetime) -> LoggedOut:
        return logged_out(
            read(token, keys=self._keys), issuer=self.issuer, client_id=self._setup.client_id,
            typ_required=self._setup.logout_typ_required, at=at,
        )  # fmt: skip

    def public_keys(self) -> dict[str, Any]:
        return published(self._own)

    def _code(self, answer: Mapping[str, str], expected: Expected, metadata: Metadata) -> str:
        """Annex A.3 no. 3 and 4: the answer is to our question, from the one we asked, and it is a yes."""
        if answer.get("state") != expected.state:
            raise LoginRefused("LOGIN-04", "state")
        if (metadata.says_issuer or "iss" in answer) and answer.get("iss") != self.issuer:
            raise LoginRefused("LOGIN-04", "answer_issuer")
        if error := answer.get("error", ""):
            if error == "access_denied":
                raise LoginRefused("LOGIN-01", "cancelled")
            raise LoginRefused("LOGIN-04", f"error_{error}" if error in _ERRORS else "error_other")
        code = answer.get("code", "")
        if not 0 < len(code) <= _LONGEST_CODE:
            raise LoginRefused("LOGIN-04", "no_code")
        return code

    def _tokens(self, code: str, expected: Expected, metadata: Metadata, at: datetime) -> dict[str, Any]:
        """The code against tokens, with proof that it is ours (PKCE, `private_key_jwt`)."""
        wire = self._wire(at=at, metadata=metadata)
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": expected.redirect_uri,
                "code_verifier": expected.verifier, "client_id": self._setup.client_id}  # fmt: skip
        came = wire.post(metadata.token, data=form, auth=wire.client_auth("private_key_jwt"))
        said = object_of(came.content)
        if came.status_code != 200:
            error = str(said.get("error"))
            raise LoginRefused("LOGIN-04", f"token_{error}" if error in _ERRORS else f"token_{came.status_code}")
        if not said.get("id_token"):
            raise LoginRefused("LOGIN-04", "no_id_token")
        return said

    def _person(
        self, claims: dict[str, Any], id_token: str, access_token: object, metadata: Metadata, expected: Expected,
        at: datetime,
    ) -> Person:  # fmt: skip
        """Annex A.3 no. 7 to 12."""
        bearer = access_token if isinstance(access_token, str) else ""
        checks.addressed(claims, issuer=self.issuer, client_id=self._setup.client_id)
        checks.current(claims, at=at)
        checks.ours(claims, nonce=expected.nonce, access_token=bearer)
        moment = checks.logged_in_at(claims, expected=expected, at=at)
        subject = checks.same_subject(claims, expected=expected)
        if self._profile.reads_userinfo and metadata.userinfo:
            claims.update(mapping.merged(claims, self._userinfo(bearer, metadata)))
        return mapping.person(
            claims, profile=self._profile, issuer=self.issuer, subject=subject, logged_in_at=moment,
            least=self._setup.level, private_for_business=self._setup.private_for_business, id_token=id_token,
        )  # fmt: skip

    def _userinfo(self, bearer: str, metadata: Metadata) -> Mapping[str, Any]:
        """What the broker tells beside the token; a signed answer is read as strictly as the token was."""
        came = self._wire().get(metadata.userinfo, headers={"Authorization": f"Bearer {bearer}"})
        if came.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/jwt":
            return read_json(came)
        told = read(came.content.decode("ascii", "replace"), keys=self._keys).claims
        checks.addressed(told, issuer=self.issuer, client_id=self._setup.client_id)
        return told

    def _wire(self, *, at: datetime | None = None, metadata: Metadata | None = None) -> Wire:
        """A connection; with `at` one on which we can say who we are."""
        at_token = self._setup.assertion_audience == "token_endpoint" and metadata is not None
        audience = metadata.token if at_token and metadata else self.issuer
        return wire(circuit=self._circuit, client_id=self._setup.client_id, key=self._own[0], audience=audience, at=at)
