"""The stand-in's answers: discovery, keys, pushed requests, tokens, userinfo, logout."""

import base64
import hashlib
from typing import Any, Final

from selvbetjening.portals.sandbox.demo_only import refuse_outside_demo
from selvbetjening.portals.sandbox.gateways.exchange import Answer, Request, as_json
from selvbetjening.portals.sandbox.mitid import client, page
from selvbetjening.portals.sandbox.mitid.client import Refused
from selvbetjening.portals.sandbox.mitid.leaving import Leaving
from selvbetjening.portals.sandbox.mitid.people import CLIENT_ID, ISSUER
from selvbetjening.portals.sandbox.mitid.state import Login, State

LONGEST: Final = 300
"""Seconds that an ID token is good for."""


class Provider:
    """The demo's broker under `/mitid`. Raises ImproperlyConfigured outside the demo (SEC-54)."""

    def __init__(self, *, web_port: int | None = None) -> None:
        refuse_outside_demo()
        self.state = State()
        self.own, self.portal = client.keys()
        self.leaving = Leaving(self.state, self.own, web_port=web_port)

    def answer(self, request: Request) -> Answer:
        """One request; `request.base` is where it is served."""
        work = {
            ("GET", "/.well-known/openid-configuration"): self._discovery,
            ("GET", "/jwks"): lambda _: as_json(200, {"keys": [self.own.public()]}),
            ("POST", "/par"): self._pushed,
            ("GET", "/authorize"): self._asked,
            ("POST", "/authorize"): self._chosen,
            ("POST", "/token"): self._token,
            ("GET", "/userinfo"): self._userinfo,
            ("GET", "/end-session"): self.leaving.answer,
        }.get((request.method, request.path))
        if work is None:
            return page.lost(request)
        try:
            return work(request)
        except Refused as refused:
            if request.path == "/authorize":
                return page.lost(request)
            status = 401 if refused.code == "invalid_client" else 400
            return as_json(status, {"error": refused.code, "error_description": refused.says})

    def _discovery(self, request: Request) -> Answer:
        here = request.base
        return as_json(200, {
            "issuer": ISSUER,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/jwks",
            "userinfo_endpoint": f"{here}/userinfo",
            "pushed_authorization_request_endpoint": f"{here}/par",
            "end_session_endpoint": f"{here}/end-session",
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
        })  # fmt: skip

    def _pushed(self, request: Request) -> Answer:
        fields = client.sent(request)
        self._prove(fields, request)
        client.check_request(fields)
        reference = f"urn:ietf:params:oauth:request_uri:{self.state.keep('pushed', fields)}"
        return as_json(201, {"request_uri": reference, "expires_in": 600})

    def _asked(self, request: Request) -> Answer:
        """The page of choices; it may be read again in the other language."""
        fields = client.sent(request)
        asked = self._request_of(fields)
        last = self.state.last if asked.get("prompt") == "login" else ("", "")
        return page.choices(request, name=fields.get("request_uri", ""), asked=asked, last=last)

    def _chosen(self, request: Request) -> Answer:
        fields = client.sent(request)
        asked = self._request_of(fields)
        back = {"state": asked["state"], "iss": ISSUER}
        if "cancel" in fields:
            self._spent(fields)
            return page.led(
                asked["redirect_uri"], error="access_denied", error_description="mitid_user_aborted", **back
            )
        claims, userinfo = page.read_choices(fields, now=self.state.now())
        if claims is None:
            raise Refused("invalid_request", "choose somebody")
        self._spent(fields)
        self.state.sessions[claims["neb_sid"]] = claims["sub"]
        self.state.last = (fields["person"], fields.get("company", ""))
        claims |= {"nonce": asked["nonce"], "aud": CLIENT_ID}
        login = Login(claims, userinfo, asked["redirect_uri"], asked["code_challenge"])
        return page.led(asked["redirect_uri"], code=self.state.keep("codes", login), **back)

    def _token(self, request: Request) -> Answer:
        fields = client.sent(request)
        self._prove(fields, request)
        if fields.get("grant_type") != "authorization_code":
            raise Refused("unsupported_grant_type", "only authorization_code")
        login = self.state.take("codes", fields.get("code", ""))
        if not isinstance(login, Login) or fields.get("redirect_uri") != login.redirect_uri:
            raise Refused("invalid_grant", "no such code")
        if not client.fits(fields.get("code_verifier", ""), login.challenge):
            raise Refused("invalid_grant", "the verifier does not fit")
        access, now = self.state.keep("access", login.userinfo), int(self.state.now())
        half = hashlib.sha256(access.encode()).digest()[:16]
        at_hash = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
        said: dict[str, Any] = {**login.claims, "iat": now, "exp": now + LONGEST, "at_hash": at_hash}
        told = {"access_token": access, "token_type": "Bearer", "expires_in": 600, "id_token": self.own.signed(said)}
        return as_json(200, told, Cache_Control="no-store")

    def _userinfo(self, request: Request) -> Answer:
        told = self.state.find("access", request.headers.get("authorization", "").removeprefix("Bearer "))
        return as_json(200, told) if told else as_json(401, {"error": "invalid_token"})

    def _prove(self, fields: dict[str, str], request: Request) -> None:
        audiences = (ISSUER, f"{request.base}/token")
        client.prove(fields, state=self.state, portal=self.portal, audiences=audiences)

    def _request_of(self, fields: dict[str, str]) -> dict[str, str]:
        asked = self.state.find("pushed", fields.get("request_uri", "").rpartition(":")[2])
        if not isinstance(asked, dict):
            raise Refused("invalid_request_uri", "it is over, or there was none")
        return asked

    def _spent(self, fields: dict[str, str]) -> None:
        self.state.take("pushed", fields.get("request_uri", "").rpartition(":")[2])
