"""Proof that vizapp works without a network, and the guard that keeps it so.

Python tells an audit hook of every socket that its code asks for. The guard in
the window's process refuses those that leave this computer. The self-test runs a
whole recommendation, drawing included, under such a hook in a process of its
own, and then tries a connection, to show that the hook would have seen one.

What native libraries do without Python the hook cannot see; on Linux the
self-test therefore also counts the sockets that the process holds open.
"""

from __future__ import annotations

import multiprocessing
import re
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vizapp.core import paths
from vizapp.core.errors import ReasoningError
from vizapp.core.tasks import CancelToken

# Modules for networks that Python's own library has, and pandas and Altair load
# without using them; and those that are made for nothing else.
LIBRARY_MODULES = ("socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib")
FOREIGN_MODULES = (
    "requests",
    "urllib3",
    "httpx",
    "aiohttp",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "vizapp.reasoning.transport",
)
NETWORK_MODULES = LIBRARY_MODULES + FOREIGN_MODULES
TIMEOUT_S = 120.0
_POLL_S = 0.1
# A name and an address that are reserved for documentation: nobody answers there.
_PROBE = ("192.0.2.1", 443)
_LEAVES = (
    "socket.connect",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.bind",
)
_LOOPBACK = re.compile(r"127\.|::1$|localhost$", re.IGNORECASE)


class NetworkRefusedError(ReasoningError):
    """Something in this process tried to reach another computer."""

    code = "network_refused"


def leaves_computer(event: str, arguments: tuple[Any, ...]) -> str | None:
    """Return where a socket event would lead, None if it stays on this computer.

    Examples
    --------
    >>> leaves_computer("socket.connect", (None, ("example.org", 443)))
    'example.org:443'
    >>> leaves_computer("socket.connect", (None, "/tmp/.X11-unix/X0")) is None
    True
    """
    if event not in _LEAVES:
        return None
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host, port = arguments[0], arguments[1] if event == "socket.getaddrinfo" else None
    else:
        address = arguments[1] if len(arguments) > 1 else None
        if not isinstance(address, tuple) or len(address) < 2:
            return None  # a path, or none: it stays here
        host, port = address[0], address[1]
    host = host.decode("utf-8", "replace") if isinstance(host, bytes) else str(host or "")
    if not host or _LOOPBACK.match(host):
        return None
    return f"{host}:{port}" if port else host


def forbid_network() -> None:
    """Refuse every connection out of this process from now on; it cannot be undone.

    The window's process calls it at its start. Processes that it starts decide
    for themselves.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    where = leaves_computer(event, arguments)
    if where is not None:
        raise NetworkRefusedError(f"vizapp does not connect to {where}.", where=where)


@dataclass(frozen=True)
class Proof:
    """What the self-test found.

    Parameters
    ----------
    answered_by : str
        The model that made the recommendation, "rules" where none could.
    component : str
        The chart that was recommended and drawn.
    attempts : tuple of str
        Places that were tried to be reached while it worked; empty is right.
    n_sockets : int or None
        Sockets of the network that the process held open at the end; None where
        the system does not tell.
    modules : tuple of str
        Modules for networks that were loaded.
    refused : bool
        Whether the connection that was tried on purpose was seen and refused.
    n_modules : int
        Modules that were loaded in all.
    """

    answered_by: str
    component: str
    attempts: tuple[str, ...]
    n_sockets: int | None
    modules: tuple[str, ...]
    refused: bool
    n_modules: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing tried to leave this computer, and the test would have seen it."""
        foreign = [name for name in self.modules if name in FOREIGN_MODULES]
        return self.refused and not (self.attempts or self.n_sockets or foreign)


def prove(model: Path | None = None, cancel: CancelToken | None = None) -> Proof:
    """Run the self-test in a process of its own.

    Raises
    ------
    ReasoningError
        If the process ends without a result or takes too long.
    Cancelled
        Soon after `cancel` is set.
    """
    cancel = cancel or CancelToken()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_main, args=(theirs, model), daemon=True)
    process.start()
    theirs.close()
    waited = 0.0
    try:
        while not ours.poll(_POLL_S):
            cancel.raise_if_set()
            waited += _POLL_S
            if waited > TIMEOUT_S or not (process.is_alive() or ours.poll()):
                raise ReasoningError("The self-test ended without a result.", hint="Run it again.")
        record = ours.recv()
    except EOFError as err:
        raise ReasoningError("The self-test ended without a result.", hint="Run it again.") from err
    finally:
        process.kill()
        process.join()
        ours.close()
    if "error" in record:
        raise ReasoningError(f"The self-test failed: {record['error']}", hint="Run it again.")
    return _proof(record)


def _proof(record: Mapping[str, Any]) -> Proof:
    lists = {name: tuple(record[name]) for name in ("attempts", "modules")}
    return Proof(**{**record, **lists})


def _main(connection: Connection, model: Path | None) -> None:
    """Recommend and draw under the hook; the target of the spawned process."""
    try:
        connection.send(asdict(_test(model)))
    except Exception as err:  # noqa: BLE001 - told to the process that waits
        connection.send({"error": f"{type(err).__name__}: {err}"})
    finally:
        connection.close()


def _test(model: Path | None) -> Proof:
    attempts: list[str] = []
    testing = True

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        where = leaves_computer(event, arguments)
        if where is not None and testing:
            attempts.append(where)
        _refuse(event, arguments)

    sys.addaudithook(listen)
    answered_by, component = _recommend(model)
    modules = tuple(name for name in NETWORK_MODULES if name in sys.modules)
    n_sockets = open_sockets()
    testing = False
    return Proof(
        answered_by=answered_by,
        component=component,
        attempts=tuple(attempts),
        n_sockets=n_sockets,
        modules=modules,
        refused=_is_refused(lambda: socket.create_connection(_PROBE, timeout=1)),
        n_modules=len(sys.modules),
    )


def _is_refused(connect: Callable[[], object]) -> bool:
    try:
        connect()
    except NetworkRefusedError:
        return True
    except OSError:
        return False
    return False


def _recommend(model: Path | None) -> tuple[str, str]:
    """Read a sample, ask the model in this very process, draw; say who and what."""
    from vizapp.reasoning.engine import LlamaReasoner
    from vizapp.reasoning.events import Answer, Request
    from vizapp.reasoning.rules import RuleReasoner
    from vizapp.rendering.export import to_png
    from vizapp.workflow import Workflow

    path = paths.resources() / "samples" / "monthly_sales_en.csv"
    with_rules = RuleReasoner()
    workflow = Workflow(rules=with_rules)
    table = workflow.open(path)
    try:
        reasoner: Any = LlamaReasoner(model or paths.bundled_model())
    except ReasoningError:
        reasoner = with_rules
    answer = None
    for event in reasoner.reason(table.description, Request(), cancel=CancelToken()):
        answer = event if isinstance(event, Answer) else answer
    if answer is None or not answer.spec.charts:
        raise ReasoningError("The model gave no chart for the sample.")
    to_png(workflow.draw(answer.spec.charts[0], table))
    reasoner.close()
    return answer.model, answer.spec.charts[0].component


def open_sockets() -> int | None:
    """Return how many sockets of the network this process holds, None where unknown."""
    if not sys.platform.startswith("linux"):
        return None
    held = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            target = str(entry.readlink())
        except OSError:  # closed in the meantime
            continue
        if target.startswith("socket:["):
            held.add(target[8:-1])
    known: set[str] = set()
    for name in ("tcp", "tcp6", "udp", "udp6"):
        table = Path("/proc/self/net") / name
        if table.exists():
            lines = table.read_text("ascii").splitlines()[1:]
            known |= {line.split()[9] for line in lines}
    return len(held & known)
