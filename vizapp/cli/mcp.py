"""``vizapp mcp``: tools for other programs' models, over standard input and output.

A server of the Model Context Protocol with three tools. It reads the files that
it is told to read, writes a chart where it is told to, and replaces no file
unless that is asked for; connections to other computers are refused.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from vizapp import __version__, api
from vizapp.cli.answering import failure
from vizapp.cli.arguments import CHART_SUFFIXES
from vizapp.core.errors import ExportError, VizappError
from vizapp.offline import forbid_network

if TYPE_CHECKING:
    from mcp.server import MCPServer

_INSTRUCTIONS = (
    "Charts for tables (CSV, XLSX, JSON, Parquet) by a local reasoning model. "
    "describe_table says what the columns are; recommend_charts reasons and returns charts, best "
    "first; render_chart draws one of them, or one of your own in the same JSON, to a file."
)


def mcp(arguments: argparse.Namespace) -> int:
    """Serve until the client closes the connection."""
    try:
        server = make_server(arguments.model)
    except ModuleNotFoundError as err:
        raise VizappError(
            f"The MCP server cannot start: {err.name} is not installed.",
            hint="Install vizapp with its extra: pip install 'vizapp[mcp]'.",
        ) from err
    forbid_network()
    try:
        server.run("stdio")
    finally:
        api.close()
    return 0


def make_server(model: Path | None = None) -> MCPServer[Any]:
    """Return the server with its tools.

    Parameters
    ----------
    model : Path or None
        The GGUF file that reasons; None for the bundled one.
    """
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    server: MCPServer[Any] = MCPServer(
        "vizapp", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING"
    )

    def told(err: Exception) -> ToolError:
        return ToolError(failure(err)[1])

    @server.tool()
    def describe_table(path: str) -> dict[str, Any]:
        """Describe a table file: rows, and each column's type, distinct values, unit, range."""
        try:
            return api.describe(path)
        except (VizappError, OSError) as err:
            raise told(err) from err

    @server.tool()
    def recommend_charts(
        path: str,
        ask: str | None = None,
        lang: Literal["zh", "en"] | None = None,
        top: int = 3,
    ) -> dict[str, Any]:
        """Reason about a table file and recommend charts, best first.

        ask: what the charts shall show, in Chinese or English.
        """
        try:
            found = api.recommend(path, ask, lang=lang, top=min(max(1, top), 10), model=model)
        except (VizappError, OSError) as err:
            raise told(err) from err
        return _record(found)

    @server.tool()
    def render_chart(
        path: str,
        chart: dict[str, Any],
        output: str,
        lang: Literal["zh", "en"] | None = None,
        theme: Literal["light", "dark", "print"] = "light",
        overwrite: bool = False,
    ) -> dict[str, Any]:
        """Draw a chart of a table file to a file.

        Its suffix says how: .png, .svg, .pdf, .html, .json (Vega-Lite), .py (Altair),
        .pptx or .jsonl (a training record).

        chart: one item of recommend_charts, such as
        {"name": "column", "parameter": {"xAttribute": "month", "yAttribute": "sales"}}.
        """
        try:
            target = _target(output, overwrite=overwrite)
            drawn = api.draw(path, chart.get("chart", chart), lang=lang, theme=theme)
            drawn.save(target)
            size = target.stat().st_size
        except (VizappError, OSError) as err:
            raise told(err) from err
        return {
            "file": str(target),
            "size_bytes": size,
            "title": drawn.title,
            "footnotes": list(drawn.footnotes),
        }

    return server


def _record(found: api.Recommendation) -> dict[str, Any]:
    """Return a recommendation as the tool's answer."""
    record: dict[str, Any] = {
        "thought": found.thought,
        "charts": [
            {"chart": item.spec, "title": item.title, "probability": item.probability}
            for item in found
        ],
        "model": found.model,
    }
    extra = {"message": found.message, "fallback": found.fallback}
    return record | {key: value for key, value in extra.items() if value}


def _target(output: str, *, overwrite: bool) -> Path:
    target = Path(output).expanduser().absolute()
    if target.suffix.lower() not in CHART_SUFFIXES:
        raise ExportError(f"{output}: a chart is saved as one of {' '.join(CHART_SUFFIXES)}.")
    if target.exists() and not overwrite:
        raise ExportError(
            f"{output} exists already.", hint="Choose another name, or set overwrite."
        )
    return target
