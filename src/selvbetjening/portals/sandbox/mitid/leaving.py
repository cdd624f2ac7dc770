"""Logging out at the stand-in: the browser is led back, and the portal is told behind its back (SEC-36)."""

import logging
import ssl
import threading
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlencode, urlsplit

from selvbetjening.domain.identity.queries import brokers
from selvbetjening.kernel import tokens
from selvbetjening.portals.sandbox.gateways.exchange import Answer, Request
from selvbetjening.portals.sandbox.mitid import client, page
from selvbetjening.portals.sandbox.mitid.client import Refused
from selvbetjening.portals.sandbox.mitid.compact import Key
from selvbetjening.portals.sandbox.mitid.people import CLIENT_ID, ISSUER
from selvbetjening.portals.sandbox.mitid.state import State

LOG: Final = logging.getLogger("selvbetjening.mitid")
EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
SECONDS: Final = 10.0


class Leaving:
    """The end of sessions. `web_port` is where the portal is served in this run; without it nobody is told."""

    def __init__(self, state: State, own: Key, *, web_port: int | None) -> None:
        self._state, self._own, self._web_port = state, own, web_port

    def answer(self, request: Request) -> Answer:
        """A browser wants to log out, with the ID token of its login as a hint."""
        fields = client.sent(request)
        back = fields.get("post_logout_redirect_uri", "")
        if back and not back.startswith(f"{brokers.origin()}/"):
            raise Refused("invalid_request", "no such way back")
        try:
            claims = self._own.read(fields.get("id_token_hint", ""))
        except ValueError:
            claims = {}
        session = str(claims.get("neb_sid", ""))
        if self._state.sessions.pop(session, None) and self._web_port:
            threading.Thread(target=self._tell, args=(claims["sub"], session), daemon=True).start()
        return page.logged_out(request, back=back)

    def token(self, *, subject: str, session: str) -> str:
        """The logout token for one session."""
        now = int(self._state.now())
        claims = {
            "iss": ISSUER, "aud": CLIENT_ID, "iat": now, "exp": now + 120, "jti": tokens.new_token(), "sub": subject,
            "sid": session, "events": {EVENT: {}},
        }  # fmt: skip
        return self._own.signed(claims, typ="logout+jwt")

    def _tell(self, subject: str, session: str) -> None:
        body = urlencode({"logout_token": self.token(subject=subject, session=session)})
        for name in brokers.names():
            try:
                status = self._post(brokers.logout_notice_url(broker=name), body)
            except (OSError, HTTPException) as error:
                LOG.warning("The portal was not told of a logout: %s", type(error).__name__)
            else:
                LOG.info("The portal was told of a logout: %s", status)

    def _post(self, url: str, body: str) -> int:
        parts = urlsplit(url)
        connection: HTTPConnection
        if parts.scheme == "https":  # a proxy of this machine, with a certificate of its own making
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            connection = HTTPSConnection("127.0.0.1", self._web_port, timeout=SECONDS, context=context)
        else:
            connection = HTTPConnection("127.0.0.1", self._web_port, timeout=SECONDS)
        try:
            headers = {"Host": parts.netloc, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", parts.path, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()
