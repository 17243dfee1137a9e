"""A model that a team runs on a machine of its own, behind an OpenAI-compatible address.

This module knows the address and the process that asks there, but no network:
`remote`, `completions` and `transport` are imported in the child process alone.
What leaves the machine is the attribute description and the question, never the
rows. Off until the person gives an address.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vizapp.core.errors import EndpointError
from vizapp.core.language import Lang, Text
from vizapp.core.settings import Settings
from vizapp.reasoning import worker
from vizapp.reasoning.client import WorkerReasoner
from vizapp.reasoning.reasoner import Reasoner

log = logging.getLogger(__name__)

_LEAVES: Text = {
    "zh": "属性描述（列名、类型、统计与少量样例值）和问题会发送到 {host}；数据行不会离开本机。",
    "en": (
        "The attribute description (names, types, counts, a few sample values) and the question "
        "are sent to {host}; the rows stay on this computer."
    ),
}
_STAYS: Text = {
    "zh": "由本机上的 {host} 回答；没有任何内容离开本机。",
    "en": "{host} on this computer answers; nothing leaves it.",
}


@dataclass(frozen=True)
class Endpoint:
    """Where to ask: an address, a model's name there, a key.

    Parameters
    ----------
    url : str
        The base address, such as ``http://gpu-box:8080/v1``.
    model : str
        The model to ask for; empty for the server's first one.
    key : str
        Sent as a bearer token; empty for none.
    """

    url: str
    model: str = ""
    key: str = ""

    @classmethod
    def parse(cls, url: str, model: str = "", key: str = "") -> Endpoint:
        """Return the endpoint of an address as people write it.

        The scheme may be missing, and so may ``/v1``.

        Raises
        ------
        EndpointError
            If it is no ``http`` or ``https`` address.

        Examples
        --------
        >>> Endpoint.parse("gpu-box:8080").url
        'http://gpu-box:8080/v1'
        """
        text = url.strip()
        text = text if "://" in text else f"http://{text}"
        text = text.rstrip("/").removesuffix("/chat/completions")
        try:
            parts = urlsplit(text)
            valid = parts.scheme in ("http", "https") and bool(parts.hostname)
            valid = valid and (parts.port is None or parts.port > 0)
        except ValueError:
            valid = False
        if not valid or any(char.isspace() or not char.isprintable() for char in text):
            raise EndpointError(
                f"{url!r} is not the address of an endpoint.",
                hint="It looks like http://server:8080/v1.",
                reason="address",
            )
        if not parts.path:
            text += "/v1"
        return cls(text, model.strip(), key.strip())

    @classmethod
    def from_settings(cls, settings: Settings) -> Endpoint | None:
        """Return the endpoint that the person set, None when there is none or it is damaged."""
        if not settings.endpoint.strip():
            return None
        try:
            return cls.parse(settings.endpoint, settings.endpoint_model, settings.endpoint_key)
        except EndpointError as err:
            log.info("endpoint ignored: %s", err)
            return None

    @property
    def host(self) -> str:
        """The machine and port, without a name or password."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def leaves_machine(self) -> bool:
        """Whether the description is sent to another machine."""
        name = urlsplit(self.url).hostname or ""
        if name == "localhost":
            return False
        try:
            return not ipaddress.ip_address(name).is_loopback
        except ValueError:
            return True

    def mark(self, lang: Lang) -> str:
        """Return what the window says beside an answer from here."""
        text = _LEAVES if self.leaves_machine else _STAYS
        return text[lang].format(host=self.host)


def connect(endpoint: Endpoint) -> WorkerReasoner:
    """Return a reasoner that asks the endpoint from a child process."""
    return WorkerReasoner(
        Path(endpoint.model or endpoint.host), main=main, options={"endpoint": asdict(endpoint)}
    )


def main(connection: Connection, options: Mapping[str, Any]) -> None:
    """Serve the endpoint's answers; the target of the spawned process."""
    worker.serve(connection, options, _load)


def _load(options: Mapping[str, Any], on_progress: Callable[[], None]) -> Reasoner:
    from vizapp.reasoning.remote import EndpointReasoner

    return EndpointReasoner(Endpoint(**options["endpoint"]), on_progress=on_progress)
