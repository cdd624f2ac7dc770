"""One POST, bounded in time and size, that follows nothing (SEC-70, SEC-72)."""

import ssl
import time
from typing import Final
from urllib.parse import urlsplit

import httpcore
import httpx
from django.conf import settings

from selvbetjening.adapters.webhooks.network import CONNECT, TOTAL, Deadline, JudgedBackend, look_up, own_networks
from selvbetjening.domain.webhooks.ports import Answer, NotSent, Post

#: So much of an answer is read, and dropped; a receiver that says more is cut off.
LONGEST: Final = 64 * 1024
_ECHO: Final = 4_096


class DirectSender:
    """Sends over a connection of its own: nothing of one company's message is left for another's."""

    def send(self, post: Post) -> Answer:
        """Look the name up once, meet a judged address, say it, read the status. Raises `NotSent`."""
        began = time.monotonic()
        try:
            status, echo = self._said(post, Deadline(began + TOTAL))
        except NotSent as failed:
            failed.millis = _since(began)
            raise
        except httpcore.ConnectError:
            raise NotSent("unreachable", millis=_since(began)) from None
        except httpcore.TimeoutException:
            raise NotSent("timeout", millis=_since(began)) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, ssl.SSLError, OSError):
            raise NotSent("answer", millis=_since(began)) from None
        return Answer(status, _since(began), echo)

    def _said(self, post: Post, deadline: Deadline) -> tuple[int, bytes]:
        parts = urlsplit(post.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = look_up(
            host=parts.hostname or "", port=port, inner=settings.WEBHOOK_INNER_HOSTS,
            own=own_networks(names=settings.WEBHOOK_OWN_NETWORKS), deadline=deadline,
        )  # fmt: skip
        backend = JudgedBackend(addresses=addresses, deadline=deadline, proxy=settings.WEBHOOK_PROXY)
        timeout = {"connect": CONNECT, "read": TOTAL, "write": TOTAL, "pool": TOTAL}
        headers = [(name.encode(), value.encode()) for name, value in post.headers]
        headers += [(b"Host", parts.netloc.encode()), (b"Connection", b"close")]
        with (
            httpcore.ConnectionPool(ssl_context=self.trusted(), network_backend=backend, http1=True) as pool,
            pool.stream(
                "POST", post.url, headers=headers, content=post.body, extensions={"timeout": timeout}
            ) as answer,
        ):
            return answer.status, _read(answer)

    def trusted(self) -> ssl.SSLContext:
        """Whose certificates count."""
        return httpx.create_ssl_context(trust_env=False)


def _read(answer: httpcore.Response) -> bytes:
    """The beginning of what was said. The status counts, however long or slow the rest is: that is cut off."""
    kept, read = b"", 0
    try:
        for piece in answer.iter_stream():
            read += len(piece)
            kept = (kept + piece)[:_ECHO]
            if read > LONGEST:
                break
    except (NotSent, httpcore.NetworkError, httpcore.ProtocolError):
        return kept
    return kept


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
