"""The MCP server, driven by the official client over standard input and output."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.contract import SALES, Ended
from vizapp.cli.arguments import CHART_SUFFIXES
from vizapp.core import paths

mcp = pytest.importorskip("mcp", reason="the extra `mcp` is not installed")
anyio = pytest.importorskip("anyio", reason="comes with `mcp`")

PARAMETER = {"xAttribute": "Region", "yAttribute": "Sales ($k)", "aggregate": "sum"}
CHART = {"name": "column", "parameter": PARAMETER}


def _session(work: Callable[[Any], Awaitable[None]], *arguments: str) -> None:
    server = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "vizapp", "mcp", *arguments], cwd=str(paths.root())
    )

    async def main() -> None:
        async with mcp.Client(server, read_timeout_seconds=120) as client:
            await work(client)

    anyio.run(main)


def _record(result: Any) -> Any:
    assert not result.is_error, result.content
    return result.structured_content or json.loads(result.content[0].text)


def test_a_client_describes_recommends_and_renders(tmp_path: Path) -> None:
    async def work(client: Any) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"describe_table", "recommend_charts", "render_chart"}
        assert all(tool.description for tool in tools.values())
        assert all(suffix in tools["render_chart"].description for suffix in CHART_SUFFIXES)
        described = _record(await client.call_tool("describe_table", {"path": str(SALES)}))
        assert described["attribute_amount"] == len(described["attribute_description"])
        found = _record(
            await client.call_tool("recommend_charts", {"path": str(SALES), "top": 2, "lang": "en"})
        )
        assert found["thought"]
        assert 1 <= len(found["charts"]) <= 2
        target = tmp_path / "chart.png"
        wanted = {"path": str(SALES), "chart": found["charts"][0], "output": str(target)}
        drawn = _record(await client.call_tool("render_chart", wanted))
        assert target.read_bytes().startswith(b"\x89PNG")
        assert drawn["size_bytes"] == target.stat().st_size
        again = await client.call_tool("render_chart", wanted)
        assert again.is_error
        assert "exists already" in again.content[0].text
        _record(await client.call_tool("render_chart", {**wanted, "overwrite": True}))

    _session(work, "--model", "nowhere.gguf")


def test_what_cannot_be_done_is_said_and_the_server_goes_on(tmp_path: Path) -> None:
    async def work(client: Any) -> None:
        wrong = [
            ("describe_table", {"path": "none.csv"}, "does not exist"),
            ("recommend_charts", {"path": str(tmp_path)}, "is a folder"),
            ("render_chart", {"output": "x.gif"}, "a chart is saved as one of"),
            ("render_chart", {"chart": {"name": "colunm"}}, "Did you mean 'column'?"),
            ("render_chart", {"chart": {"name": "column", "parameter": {}}}, "needs xAttribute"),
            ("render_chart", {"output": str(tmp_path / "none" / "x.png")}, "x.png"),
        ]
        drawing = {"path": str(SALES), "chart": CHART, "output": str(tmp_path / "x.png")}
        for tool, arguments, expected in wrong:
            given = {**drawing, **arguments} if tool == "render_chart" else arguments
            result = await client.call_tool(tool, given)
            assert result.is_error
            assert expected in result.content[0].text, (tool, arguments)
        assert list(tmp_path.iterdir()) == []
        assert _record(await client.call_tool("describe_table", {"path": str(SALES)}))

    _session(work, "--model", "nowhere.gguf")


def test_the_server_refuses_connections(root: Path) -> None:
    code = """
import argparse, socket
from vizapp.cli import mcp
from vizapp.offline import NetworkRefusedError

class Server:
    def run(self, _transport):
        try:
            socket.create_connection(("192.0.2.1", 443), timeout=1)
        except NetworkRefusedError:
            raise SystemExit("refused")

mcp.make_server = lambda _model: Server()
mcp.mcp(argparse.Namespace(model=None))
"""
    ended = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ended.stderr.strip() == "refused"


def test_without_the_package_the_command_says_what_to_install(
    vizapp: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    ended = vizapp("mcp")
    assert ended.code == 1
    assert "vizapp[mcp]" in ended.err
