"""HTTP for the processes that may use the network, and for no other.

The window's and the command line's own process never imports this module: an
endpoint's answers and a model's download each run in a child process, and a test
keeps every other module free of network code. An exchange runs in a thread of
its own, so that whoever waits for it can leave at any moment, also while a name
is looked up or a server does not answer.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import queue
import socket
import ssl
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from vizapp.core.tasks import CancelToken

CONNECT_S = 10.0  # to reach the server
MAX_REDIRECTS = 5
_POLL_S = 0.05
_CHUNK = 1 << 16
_BACKLOG = 64  # chunks read ahead of whoever takes them
_REDIRECTS = (301, 302, 303, 307, 308)

Reason = Literal["address", "unreachable", "timeout", "broken", "redirect"]


class TransportError(Exception):
    """An exchange failed before it was complete.

    Parameters
    ----------
    reason : Reason
        What kind of failure it was.
    detail : str
        What the system said.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Head:
    """What a server says before the body; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    url: str  # where it was found, after redirects


class Exchange:
    """One request and its reply.

    Parameters
    ----------
    method, url : str
        ``GET`` or ``POST``, and an ``http`` or ``https`` address.
    cancel : CancelToken
        Polled while waiting; `close` must be called in any case.
    headers : mapping
        Further headers; ``Authorization`` is not sent on to another host.
    body : bytes or None
        What is posted.
    on_wait : callable
        Called about twenty times a second while waiting.
    """

    def __init__(
        self,
        method: str,
        url: str,
        *,
        cancel: CancelToken,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        connect_s: float = CONNECT_S,
        on_wait: Callable[[], None] | None = None,
    ) -> None:
        self._method = method
        self._url = url
        self._headers = dict(headers or {})
        self._body = body
        self._cancel = cancel
        self._connect_s = connect_s
        self._on_wait = on_wait
        self._closed = threading.Event()
        self._socket: socket.socket | None = None
        self._opened = contextlib.ExitStack()  # what the thread has to close
        self._arrived: queue.Queue[Head | bytes | Exception] = queue.Queue(_BACKLOG)
        threading.Thread(target=self._run, daemon=True, name="exchange").start()

    def head(self, within_s: float) -> Head:
        """Wait for the reply's beginning.

        Raises
        ------
        TransportError
            If the server cannot be reached or says nothing for `within_s`.
        Cancelled
            Once the token is set.
        """
        item = self._next(within_s)
        assert isinstance(item, Head)
        return item

    def chunks(self, silence_s: float) -> Iterator[bytes]:
        """Yield the body as it arrives; see `head` for the errors."""
        while item := self._next(silence_s):
            assert isinstance(item, bytes)
            yield item

    def read(self, silence_s: float, most: int) -> bytes:
        """Return the body's first `most` bytes."""
        found = b""
        for chunk in self.chunks(silence_s):
            found += chunk
            if len(found) >= most:
                break
        return found[:most]

    def close(self) -> None:
        """Leave the exchange; the server sees that nobody listens any more."""
        self._closed.set()
        if self._socket is not None:
            with contextlib.suppress(OSError, ValueError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _next(self, within_s: float) -> Head | bytes:
        deadline = time.monotonic() + within_s
        while True:
            self._cancel.raise_if_set()
            if self._on_wait:
                self._on_wait()
            try:
                item = self._arrived.get(timeout=_POLL_S)
            except queue.Empty:
                if time.monotonic() > deadline:
                    raise TransportError("timeout", f"{within_s:.0f} s") from None
                continue
            if isinstance(item, Exception):
                raise item
            return item

    # --- in the thread --------------------------------------------------------

    def _run(self) -> None:
        try:
            self._exchange()
        except TransportError as err:
            self._put(err)
        except (TimeoutError, socket.gaierror, ConnectionRefusedError) as err:
            self._put(TransportError("unreachable", _said(err)))
        except (OSError, http.client.HTTPException) as err:
            reason: Reason = "unreachable" if self._socket is None else "broken"
            self._put(TransportError(reason, _said(err)))
        except Exception as err:  # noqa: BLE001 - who waits must hear of it, whatever it is
            self._put(TransportError("broken", _said(err)))
        finally:
            self._opened.close()

    def _exchange(self) -> None:
        method, url, headers, body = self._method, self._url, self._headers, self._body
        for _ in range(MAX_REDIRECTS + 1):
            connection, target, extra = _connection(url, self._connect_s)
            self._opened.callback(connection.close)
            connection.connect()
            # A reply may take its time: whoever waits for it knows how long.
            connection.sock.settimeout(None)
            self._socket = connection.sock
            if self._closed.is_set():  # `close` came too early to find the socket
                return
            connection.request(method, target, body=body, headers={**headers, **extra})
            response = self._opened.enter_context(connection.getresponse())
            place = response.getheader("location")
            if response.status not in _REDIRECTS or not place or method != "GET":
                break
            before, url = url, _place_after(url, place)
            if _host(url) != _host(before):
                headers = {k: v for k, v in headers.items() if k.lower() != "authorization"}
        else:
            raise TransportError("redirect", url)
        found = {name.lower(): value for name, value in response.getheaders()}
        self._put(Head(response.status, found, url))
        length = response.length  # None where the server does not say
        while not self._closed.is_set():
            chunk = response.read1(_CHUNK)
            if not chunk:
                break
            if length is not None:
                length -= len(chunk)
            self._put(chunk)
        if length and not self._closed.is_set():
            raise TransportError("broken", f"{length} bytes are missing")
        self._put(b"")

    def _put(self, item: Head | bytes | Exception) -> None:
        while not self._closed.is_set():
            with contextlib.suppress(queue.Full):
                self._arrived.put(item, timeout=_POLL_S)
                return


def _said(err: Exception) -> str:
    if isinstance(err, OSError) and err.strerror:
        return err.strerror
    return str(err) or type(err).__name__


def _place_after(url: str, place: str) -> str:
    """Return where a redirect leads; what was asked for in secret stays so.

    Raises
    ------
    TransportError
        If it leads from https to anything else.
    """
    found = urllib.parse.urljoin(url, place)
    schemes = [urllib.parse.urlsplit(each).scheme for each in (url, found)]
    if schemes[0] == "https" != schemes[1]:
        raise TransportError("redirect", found)
    return found


def _host(url: str) -> tuple[str, str]:
    parts = urllib.parse.urlsplit(url)
    return parts.scheme, parts.netloc.rpartition("@")[2]


def _connection(
    url: str, timeout_s: float
) -> tuple[http.client.HTTPConnection, str, dict[str, str]]:
    """Return a connection, the request's target and further headers.

    Proxies are those of the system: the usual environment variables, else the
    settings of Windows or macOS.
    """
    parts = urllib.parse.urlsplit(url)
    try:
        host, port = parts.hostname, parts.port
    except ValueError as err:
        raise TransportError("address", str(err)) from err
    if parts.scheme not in ("http", "https") or not host:
        raise TransportError("address", url)
    target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
    proxy = _proxy(parts.scheme, host)
    secure = parts.scheme == "https"
    context = ssl.create_default_context() if secure else None
    if proxy is None:
        if context is not None:
            return _https(host, port, timeout_s, context), target, {}
        return http.client.HTTPConnection(host, port, timeout=timeout_s), target, {}
    passage = _authorisation(proxy)
    assert proxy.hostname is not None
    if context is not None:
        tunnel = _https(proxy.hostname, proxy.port or 8080, timeout_s, context)
        tunnel.set_tunnel(host, port, passage)
        return tunnel, target, {}
    plain = http.client.HTTPConnection(proxy.hostname, proxy.port or 8080, timeout=timeout_s)
    netloc = parts.netloc.rpartition("@")[2]
    return plain, f"http://{netloc}{target}", passage


def _https(
    host: str, port: int | None, timeout_s: float, context: ssl.SSLContext
) -> http.client.HTTPSConnection:
    return http.client.HTTPSConnection(host, port, timeout=timeout_s, context=context)


def _proxy(scheme: str, host: str) -> urllib.parse.SplitResult | None:
    found = urllib.request.getproxies().get(scheme)
    if not found or urllib.request.proxy_bypass(host):
        return None
    parts = urllib.parse.urlsplit(found if "://" in found else f"http://{found}")
    return parts if parts.hostname else None


def _authorisation(proxy: urllib.parse.SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    name = urllib.parse.unquote(proxy.username)
    word = urllib.parse.unquote(proxy.password or "")
    token = base64.b64encode(f"{name}:{word}".encode()).decode("ascii")
    return {"Proxy-Authorization": f"Basic {token}"}
