"""Reads GBNF, writes random texts that it admits and tells whether it admits a text."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<literal>"(?:[^"\\]|\\.)*")|(?P<chars>\[(?:[^\]\\]|\\.)*\])"""
    r"""|(?P<repeat>[?*+]|\{\d+(?:,\d*)?\})|(?P<mark>[()|])|(?P<name>[\w-]+)|\s+""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
# Random texts take their free characters from here: quotes are escaped by the grammar.
_ALPHABET = "aZ09 _-.,:;/$|<>[]{}()'销售€🎉\u202e\u007f"


def _plain(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        body = match.group(1)
        return (
            chr(int(body[1:], 16))
            if body[0] == "x" and len(body) == 3
            else _ESCAPED.get(body, body)
        )

    return _ESCAPE.sub(plain, text)


@dataclass
class _Node:
    kind: str  # literal, chars, name, all, any, repeat
    text: str = ""
    parts: list[_Node] = field(default_factory=list)
    low: int = 1
    high: int = 1


class Grammar:
    """A grammar without left recursion, as `json_grammar` writes it."""

    def __init__(self, text: str) -> None:
        self.rules: dict[str, _Node] = {}
        for line in text.split("\n"):
            if line.strip():
                name, _, body = line.partition(" ::= ")
                assert name not in self.rules, f"{name} is defined twice"
                self.rules[name] = self._parse(body)

    def _parse(self, body: str) -> _Node:
        tokens: list[tuple[str, str]] = []
        end = 0
        while end < len(body):
            match = _TOKEN.match(body, end)
            assert match is not None, f"unreadable: {body[end : end + 30]!r}"
            if match.lastgroup:
                tokens.append((match.lastgroup, match.group()))
            end = match.end()
        node, rest = self._any(tokens)
        assert not rest, f"left over: {rest[:3]}"
        return node

    def _any(self, tokens: list[tuple[str, str]]) -> tuple[_Node, list[tuple[str, str]]]:
        parts = []
        while True:
            part, tokens = self._all(tokens)
            parts.append(part)
            if not tokens or tokens[0] != ("mark", "|"):
                return (_Node("any", parts=parts) if len(parts) > 1 else part), tokens
            tokens = tokens[1:]

    def _all(self, tokens: list[tuple[str, str]]) -> tuple[_Node, list[tuple[str, str]]]:
        parts: list[_Node] = []
        while tokens and tokens[0] not in (("mark", "|"), ("mark", ")")):
            kind, text = tokens[0]
            tokens = tokens[1:]
            if kind == "mark":
                node, tokens = self._any(tokens)
                assert tokens[0] == ("mark", ")")
                tokens = tokens[1:]
                parts.append(node)
            elif kind == "repeat":
                low, high = self._bounds(text)
                parts[-1] = _Node("repeat", parts=[parts[-1]], low=low, high=high)
            elif kind == "literal":
                parts.append(_Node("literal", _plain(text[1:-1])))
            elif kind == "chars":
                parts.append(_Node("chars", _plain(text[1:-1])))
            else:
                parts.append(_Node("name", text))
        assert parts, "an empty alternative"
        return _Node("all", parts=parts), tokens

    def _bounds(self, text: str) -> tuple[int, int]:
        if text in ("?", "*", "+"):
            return {"?": (0, 1), "*": (0, 8), "+": (1, 8)}[text]
        low, _, high = text[1:-1].partition(",")
        return int(low), int(high or low)

    # --- writing ------------------------------------------------------------

    def write(self, rng: random.Random) -> str:
        """Return a random text."""
        return self._write(self.rules["root"], rng)

    def _write(self, node: _Node, rng: random.Random) -> str:
        if node.kind == "literal":
            return node.text
        if node.kind == "chars":
            return rng.choice([c for c in _choices(node.text) if _in(c, node.text)])
        if node.kind == "name":
            return self._write(self.rules[node.text], rng)
        if node.kind == "any":
            return self._write(rng.choice(node.parts), rng)
        if node.kind == "repeat":
            times = rng.randint(node.low, min(node.high, node.low + 3))
            return "".join(self._write(node.parts[0], rng) for _ in range(times))
        return "".join(self._write(part, rng) for part in node.parts)

    # --- reading ------------------------------------------------------------

    def admits(self, text: str) -> bool:
        """Return whether the whole text follows the grammar."""
        known: dict[tuple[int, int], frozenset[int]] = {}

        def ends(node: _Node, start: int) -> frozenset[int]:
            key = (id(node), start)
            if key not in known:
                known[key] = find(node, start)
            return known[key]

        def find(node: _Node, start: int) -> frozenset[int]:
            if node.kind == "literal":
                found = text.startswith(node.text, start)
                return frozenset((start + len(node.text),)) if found else frozenset()
            if node.kind == "chars":
                found = start < len(text) and _in(text[start], node.text)
                return frozenset((start + 1,)) if found else frozenset()
            if node.kind == "name":
                return ends(self.rules[node.text], start)
            if node.kind == "any":
                return frozenset().union(*(ends(part, start) for part in node.parts))
            if node.kind == "repeat":
                reached = result = frozenset((start,))
                if node.low:
                    result = frozenset()
                for count in range(1, node.high + 1):
                    reached = frozenset(e for s in reached for e in ends(node.parts[0], s))
                    if not reached:
                        break
                    if count >= node.low:
                        result |= reached
                return result
            places = frozenset((start,))
            for part in node.parts:
                places = frozenset(e for s in places for e in ends(part, s))
            return places

        return len(text) in ends(self.rules["root"], 0)


def _choices(text: str) -> str:
    return _ALPHABET if text.startswith("^") else "".join(_span(text))


def _span(text: str) -> list[str]:
    found: list[str] = []
    index = 0
    while index < len(text):
        if text[index + 1 : index + 2] == "-" and index + 2 < len(text):
            found += map(chr, range(ord(text[index]), ord(text[index + 2]) + 1))
            index += 3
        else:
            found.append(text[index])
            index += 1
    return found


def _in(char: str, text: str) -> bool:
    if text.startswith("^"):
        return char not in _span(text[1:])
    return char in _span(text)
