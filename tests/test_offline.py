"""The guard refuses, the proof proves: in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from vizapp.core.errors import Cancelled, ReasoningError
from vizapp.core.tasks import CancelToken
from vizapp.offline import FOREIGN_MODULES, Proof, leaves_computer, open_sockets, prove

NOBODY = "192.0.2.1"  # reserved for documentation
CLEAN = Proof("model", "line", (), 0, ("socket",), True, 900)


@pytest.mark.parametrize(
    ("event", "arguments", "where"),
    [
        ("socket.connect", (None, (NOBODY, 443)), f"{NOBODY}:443"),
        ("socket.connect", (None, ("2001:db8::1", 443, 0, 0)), "2001:db8::1:443"),
        ("socket.connect", (None, "/tmp/socket"), None),
        ("socket.connect", (None, ("127.0.0.1", 6010)), None),
        ("socket.connect", (None, ("::1", 6010, 0, 0)), None),
        ("socket.getaddrinfo", ("example.org", 443, 0, 0, 0), "example.org:443"),
        ("socket.getaddrinfo", (b"example.org", None, 0, 0, 0), "example.org"),
        ("socket.getaddrinfo", ("localhost", 80, 0, 0, 0), None),
        ("socket.gethostbyname", ("example.org",), "example.org"),
        ("socket.sendto", (None, (NOBODY, 53)), f"{NOBODY}:53"),
        ("socket.__new__", (None, 2, 1, 0), None),
        ("open", ("/etc/hosts", "r", 0), None),
    ],
)
def test_what_leaves_the_computer(
    event: str, arguments: tuple[object, ...], where: str | None
) -> None:
    assert leaves_computer(event, arguments) == where


def test_a_guarded_process_cannot_connect(root: Path) -> None:
    code = """
import socket, urllib.request
from vizapp.offline import NetworkRefusedError, forbid_network

forbid_network()
for attempt in (
    lambda: socket.create_connection(("192.0.2.1", 9), timeout=1),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: urllib.request.urlopen("http://example.org"),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 9)),
):
    try:
        attempt()
    except NetworkRefusedError as err:
        print("refused", err.where)
one, other = socket.socketpair()
one.sendall(b"x")
print(other.recv(1))
"""
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ended.stdout.splitlines() == [
        f"refused {NOBODY}:9",
        "refused example.org:80",
        "refused example.org:80",
        f"refused {NOBODY}:9",
        "b'x'",
    ], ended.stderr


@pytest.mark.model
def test_a_whole_recommendation_reaches_for_nothing() -> None:
    proof = prove()
    assert proof.holds, proof
    assert proof.answered_by != "rules"
    assert proof.component
    assert proof.refused
    assert proof.attempts == ()
    assert proof.n_modules > 500
    assert not set(proof.modules) & set(FOREIGN_MODULES)


def test_the_proof_fails_on_each_finding() -> None:
    assert CLEAN.holds
    assert replace(CLEAN, n_sockets=None).holds
    assert not replace(CLEAN, refused=False).holds
    assert not replace(CLEAN, attempts=("example.org:443",)).holds
    assert not replace(CLEAN, n_sockets=1).holds
    assert not replace(CLEAN, modules=("socket", "requests")).holds


def test_the_proof_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.set()
    with pytest.raises(Cancelled):
        prove(cancel=cancel)


def test_a_model_that_is_missing_leaves_the_rules(tmp_path: Path) -> None:
    proof = prove(tmp_path / "missing.gguf")
    assert proof.answered_by == "rules"
    assert proof.holds, proof


def test_open_sockets_are_counted() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells the open sockets")
    import socket

    before = open_sockets()
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        during = open_sockets()
    assert before is not None
    assert during == before + 1
    assert issubclass(ReasoningError, Exception)
