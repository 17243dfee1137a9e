"""Downloads over lines that stall, break, lie and redirect."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import multiprocessing
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest

from tests.reasoning.servers import Asked, Handler, Scripted
from vizapp.core.errors import Cancelled, DownloadError
from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken
from vizapp.reasoning import fetching, transport
from vizapp.reasoning.downloads import Download, Fetched, Received, download
from vizapp.reasoning.fetching import fetch
from vizapp.reasoning.model_list import (
    HOSTS,
    KNOWN,
    known_model,
    memory_bytes,
    preferred_hosts,
)

WHOLE = b"GGUF" + bytes(range(256)) * 4000  # a megabyte: more than one chunk
DIGEST = hashlib.sha256(WHOLE).hexdigest()
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{DIGEST}\nsize {len(WHOLE)}\n"
Reply = Callable[[Handler, Asked], None]


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SILENCE_S", 0.4)
    monkeypatch.setattr(fetching, "PAUSE_S", 0.01)


class Hub:
    """A hub that redirects to its store, which plays a script and then behaves."""

    def __init__(self, *replies: Reply, pointer: str = POINTER) -> None:
        self.replies = list(replies)
        self.pointer = pointer
        self.released = threading.Event()
        self.server = Scripted(self._serve)

    def _serve(self, handler: Handler, asked: Asked) -> None:
        if "/raw/" in asked.path:
            handler.reply(200, self.pointer.encode())
        elif "/resolve/" in asked.path:
            handler.reply(302, b"", Location="/store/x")
        elif self.replies:
            self.replies.pop(0)(handler, asked)
        else:
            honest(handler, asked)

    @property
    def url(self) -> str:
        return f"{self.server.url}/team/model/resolve/main/x.gguf"

    @property
    def ranges(self) -> list[str | None]:
        return [a.headers.get("range") for a in self.server.asked if a.path == "/store/x"]

    def close(self) -> None:
        self.released.set()
        self.server.close()


def honest(handler: Handler, asked: Asked) -> None:
    start = int(asked.headers.get("range", "bytes=0-")[6:-1])
    if "range" not in asked.headers:
        handler.reply(200, WHOLE)
    elif start >= len(WHOLE):
        handler.reply(416, b"")
    else:
        place = f"bytes {start}-{len(WHOLE) - 1}/{len(WHOLE)}"
        handler.reply(206, WHOLE[start:], Content_Range=place)


def cut(n_bytes: int) -> Reply:
    return lambda handler, _: handler.reply(200, WHOLE[:n_bytes], Content_Length=str(len(WHOLE)))


def status(code: int) -> Reply:
    return lambda handler, _: handler.reply(code, b"no")


def page(handler: Handler, _asked: Asked) -> None:
    handler.reply(200, b"<html>Please sign in</html>")


def corrupt(handler: Handler, _asked: Asked) -> None:
    handler.reply(200, WHOLE[:-1] + b"?")


def too_much(handler: Handler, _asked: Asked) -> None:
    handler.reply(200, WHOLE + b"more")


def deaf_to_ranges(handler: Handler, _asked: Asked) -> None:
    handler.reply(200, WHOLE)


def another_part(handler: Handler, _asked: Asked) -> None:
    handler.reply(206, WHOLE[7:], Content_Range=f"bytes 7-{len(WHOLE) - 1}/{len(WHOLE)}")


@pytest.fixture
def hub() -> Iterator[Callable[..., Hub]]:
    made: list[Hub] = []

    def make(*replies: Reply, **how: Any) -> Hub:
        made.append(Hub(*replies, **how))
        return made[-1]

    yield make
    for one in made:
        one.close()


class Outcome(NamedTuple):
    record: dict[str, Any]
    told: list[Received]


def _fetch(target: Path, *hubs: Hub, cancel: CancelToken | None = None, **how: Any) -> Outcome:
    told: list[Received] = []
    task = Download(tuple(h.url for h in hubs), str(target), **how)
    return Outcome(fetch(task, cancel=cancel or CancelToken(), tell=told.append), told)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_fetched_checked_and_named(hub: Callable[..., Hub], tmp_path: Path) -> None:
    target = tmp_path / "new" / "x.gguf"
    place = hub()
    record, told = _fetch(target, place, licence="MIT")
    assert target.read_bytes() == WHOLE
    assert _names(target.parent) == ["x.gguf"]
    assert record == {
        "file": "x.gguf",
        "size_bytes": len(WHOLE),
        "sha256": DIGEST,
        "checked": True,
        "url": place.url,
        "licence": "MIT",
    }
    assert [t.step for t in told][-1] == "check"
    assert told[-1].done == told[-1].total == len(WHOLE)


def _stall(released: threading.Event) -> Reply:
    def reply(handler: Handler, asked: Asked) -> None:
        cut(300_000)(handler, asked)
        handler.wfile.flush()
        released.wait(5)

    return reply


@pytest.mark.parametrize(
    ("trouble", "ranges"),
    [
        ("stall", [None, "bytes=300000-"]),
        ("cut", [None, "bytes=300000-"]),
        ("cut_twice", [None, "bytes=300000-", None]),  # the second reply began at zero
        ("head_only", [None, None]),
        ("another_part", [None, "bytes=300000-", "bytes=300000-"]),
    ],
)
def test_a_line_that_breaks_is_taken_up_where_it_ended(
    hub: Callable[..., Hub], tmp_path: Path, trouble: str, ranges: list[str | None]
) -> None:
    place = hub()
    place.replies = {
        "stall": [_stall(place.released)],
        "cut": [cut(300_000)],
        "cut_twice": [cut(300_000), cut(0)],
        "head_only": [cut(0)],
        "another_part": [cut(300_000), another_part],
    }[trouble]
    record, _ = _fetch(tmp_path / "x.gguf", place)
    assert record["checked"]
    assert (tmp_path / "x.gguf").read_bytes() == WHOLE
    assert place.ranges == ranges


def test_a_server_that_knows_no_ranges_starts_over(hub: Callable[..., Hub], tmp_path: Path) -> None:
    place = hub(cut(300_000), deaf_to_ranges)
    _fetch(tmp_path / "x.gguf", place)
    assert (tmp_path / "x.gguf").read_bytes() == WHOLE


@pytest.mark.parametrize("bad", [corrupt, too_much, page, status(404), status(500)])
def test_a_bad_place_is_left_for_the_next_one(
    hub: Callable[..., Hub], tmp_path: Path, bad: Reply
) -> None:
    first, second = hub(*[bad] * 9), hub()
    record, _ = _fetch(tmp_path / "x.gguf", first, second)
    assert record["url"] == second.url
    assert (tmp_path / "x.gguf").read_bytes() == WHOLE
    assert _names(tmp_path) == ["x.gguf"]


@pytest.mark.parametrize(
    ("bad", "reason"), [(corrupt, "corrupt"), (status(404), "unreachable"), (page, "unreachable")]
)
def test_when_every_place_is_bad_no_model_is_left(
    hub: Callable[..., Hub], tmp_path: Path, bad: Reply, reason: str
) -> None:
    with pytest.raises(DownloadError) as caught:
        _fetch(tmp_path / "x.gguf", hub(*[bad] * 9), hub(*[bad] * 9))
    assert caught.value.fields["reason"] == reason
    assert [name for name in _names(tmp_path) if name.endswith((".gguf", ".part"))] == []


def test_a_line_that_gives_nothing_is_given_up(hub: Callable[..., Hub], tmp_path: Path) -> None:
    place = hub(cut(300_000), *[cut(0)] * 20)

    def silent(handler: Handler, _asked: Asked) -> None:
        handler.reply(206, b"", Content_Range=f"bytes 300000-9/{len(WHOLE)}", Content_Length="9")

    place.replies[1:] = [silent] * 20
    with pytest.raises(DownloadError, match="try again to go on"):
        _fetch(tmp_path / "x.gguf", place)
    assert len(place.ranges) == 1 + fetching.MAX_FAILURES
    assert (tmp_path / "x.gguf.part").read_bytes() == WHOLE[:300_000]
    place.replies.clear()
    _fetch(tmp_path / "x.gguf", place)
    assert place.ranges[-1] == "bytes=300000-"


def test_a_part_of_another_file_is_not_taken_up(hub: Callable[..., Hub], tmp_path: Path) -> None:
    (tmp_path / "x.gguf.part").write_bytes(b"GGUF of last year")
    (tmp_path / "x.gguf.part.json").write_text('{"sha256": "0000"}')
    place = hub()
    _fetch(tmp_path / "x.gguf", place)
    assert place.ranges == [None]


def test_a_part_that_was_wrong_is_fetched_anew(hub: Callable[..., Hub], tmp_path: Path) -> None:
    (tmp_path / "x.gguf.part").write_bytes(b"GGUF" + bytes(1000))
    (tmp_path / "x.gguf.part.json").write_text(f'{{"sha256": "{DIGEST}"}}')
    place = hub()
    _fetch(tmp_path / "x.gguf", place)
    assert place.ranges == ["bytes=1004-", None]
    assert (tmp_path / "x.gguf").read_bytes() == WHOLE


def test_a_plain_address_that_gives_a_page_is_no_model(
    hub: Callable[..., Hub], tmp_path: Path
) -> None:
    task = Download((f"{hub(page).server.url}/store/x",), str(tmp_path / "x.gguf"))
    with pytest.raises(DownloadError, match="no GGUF file"):
        fetch(task, cancel=CancelToken(), tell=lambda _: None)
    assert _names(tmp_path) == []


def test_a_whole_part_is_only_checked(hub: Callable[..., Hub], tmp_path: Path) -> None:
    (tmp_path / "x.gguf.part").write_bytes(WHOLE)
    (tmp_path / "x.gguf.part.json").write_text(f'{{"sha256": "{DIGEST}"}}')
    place = hub()
    _fetch(tmp_path / "x.gguf", place)
    assert place.ranges == []


def test_a_hub_that_tells_no_digest_is_not_trusted(hub: Callable[..., Hub], tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="SHA-256"):
        _fetch(tmp_path / "x.gguf", hub(pointer="<html>"))


def test_a_digest_that_the_person_gave_goes_before_the_hubs(
    hub: Callable[..., Hub], tmp_path: Path
) -> None:
    with pytest.raises(DownloadError, match="SHA-256 is wrong"):
        _fetch(tmp_path / "x.gguf", hub(), sha256="0" * 64)
    assert _fetch(tmp_path / "x.gguf", hub(pointer=""), sha256=DIGEST.upper()).record["checked"]


def test_a_plain_address_is_fetched_and_said_to_be_unchecked(
    hub: Callable[..., Hub], tmp_path: Path
) -> None:
    place = hub()
    task = Download((f"{place.server.url}/store/x",), str(tmp_path / "x.gguf"))
    record = fetch(task, cancel=CancelToken(), tell=lambda _: None)
    assert (record["checked"], record["sha256"]) == (False, DIGEST)


def test_without_digest_or_length_a_line_that_just_ends_leaves_no_half_model(
    native_gguf: Path, tmp_path: Path
) -> None:
    """A reply without a length ends where the line does: nothing else tells that it is whole."""
    whole = native_gguf.read_bytes()
    ends = [len(whole) // 3, len(whole) // 2]
    ranges: list[str | None] = []

    def serve(handler: Handler, asked: Asked) -> None:
        wanted = asked.headers.get("range")
        ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=")[:-1]) if wanted else 0
        handler.send_response(206 if wanted else 200)
        if wanted:
            handler.send_header("Content-Range", f"bytes {start}-{len(whole) - 1}/*")
        handler.end_headers()
        handler.wfile.write(whole[start : ends.pop(0) if ends else len(whole)])
        handler.close_connection = True

    target = tmp_path / "x.gguf"
    with closing(Scripted(serve)) as server:
        task = Download((f"{server.url}/x.gguf",), str(target))
        fetch(task, cancel=CancelToken(), tell=lambda _: None)
        assert target.read_bytes() == whole
        assert ranges == [None, f"bytes={len(whole) // 3}-", f"bytes={len(whole) // 2}-"]
        target.unlink()
        ends[:] = [1000] * 9
        with pytest.raises(DownloadError, match="end of the file is missing"):
            fetch(task, cancel=CancelToken(), tell=lambda _: None)
    assert not target.exists()


def test_without_a_digest_a_part_from_elsewhere_is_not_taken_up(
    hub: Callable[..., Hub], tmp_path: Path
) -> None:
    """Nothing would tell that two halves of two files make no model."""
    cancel = CancelToken()
    other = hub()
    other.replies = [_stall(other.released)]
    task = Download((f"{other.server.url}/store/x",), str(tmp_path / "x.gguf"))
    with pytest.raises(Cancelled):
        fetch(task, cancel=cancel, tell=lambda _: cancel.set())
    assert (tmp_path / "x.gguf.part").stat().st_size > 0
    place = hub()
    task = Download((f"{place.server.url}/store/x",), str(tmp_path / "x.gguf"))
    fetch(task, cancel=CancelToken(), tell=lambda _: None)
    assert place.ranges == [None]


def test_without_a_digest_a_part_from_the_same_place_is_taken_up(
    hub: Callable[..., Hub], tmp_path: Path
) -> None:
    place = hub()
    url = f"{place.server.url}/store/x"
    (tmp_path / "x.gguf.part").write_bytes(WHOLE[:1000])
    (tmp_path / "x.gguf.part.json").write_text(json.dumps({"sha256": None, "url": url}))
    fetch(Download((url,), str(tmp_path / "x.gguf")), cancel=CancelToken(), tell=lambda _: None)
    assert place.ranges == ["bytes=1000-"]


def test_a_full_disk_is_said_before_anything_is_fetched(
    hub: Callable[..., Hub], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=60 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(DownloadError, match=r"needs 0\.0 GiB more") as caught:
        _fetch(tmp_path / "x.gguf", hub())
    assert caught.value.fields["reason"] == "disk"


@pytest.mark.parametrize(("lang", "word"), [("zh", "未能下载"), ("en", "could not be fetched")])
def test_what_went_wrong_is_said_in_the_persons_language(
    hub: Callable[..., Hub], tmp_path: Path, lang: str, word: str
) -> None:
    with pytest.raises(DownloadError, match=word):
        _fetch(tmp_path / "x.gguf", hub(*[status(404)] * 9), lang=lang)


def test_every_part_of_what_went_wrong_is_said_in_chinese(
    hub: Callable[..., Hub], tmp_path: Path
) -> None:
    nowhere = Download(("http://127.0.0.1:1/resolve/x.gguf",), str(tmp_path / "x.gguf"), lang="zh")
    with pytest.raises(DownloadError, match="无法连接：连接被拒绝。"):
        fetch(nowhere, cancel=CancelToken(), tell=lambda _: None)
    with pytest.raises(DownloadError, match=r"SHA-256 不符；.*HTTP 404") as bad:
        _fetch(tmp_path / "x.gguf", hub(*[corrupt] * 9), hub(*[status(404)] * 9), lang="zh")
    assert "保留" not in bad.value.hint  # nothing has arrived
    with pytest.raises(DownloadError, match=r"连接中断：缺少 [0-9]+ 字节") as cut_off:
        _fetch(tmp_path / "x.gguf", hub(cut(300_000), *[cut(300_000)] * 9), lang="zh")
    assert "保留" in cut_off.value.hint


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_problem_has_words(lang: Lang) -> None:
    reasons = [*get_args(transport.Reason), *fetching._PROBLEMS]
    assert all("{" not in fetching._PROBLEMS[reason][lang].format(1) for reason in reasons)


def _slow(handler: Handler, asked: Asked) -> None:
    start = int(asked.headers.get("range", "bytes=0-")[6:-1])
    handler.send_response(206 if start else 200)
    if start:
        handler.send_header("Content-Range", f"bytes {start}-{len(WHOLE) - 1}/{len(WHOLE)}")
    handler.send_header("Content-Length", str(len(WHOLE) - start))
    handler.end_headers()
    for place in range(start, len(WHOLE), 10_000):
        handler.wfile.write(WHOLE[place : place + 10_000])
        time.sleep(0.02)


def test_a_cancel_in_the_child_process_keeps_what_has_arrived(
    hub: Callable[..., Hub], tmp_path: Path
) -> None:
    place = hub(_slow)
    task = Download((place.url,), str(tmp_path / "x.gguf"))
    cancel = CancelToken()
    begun = 0.0
    running = download(task, cancel=cancel)
    while not begun:
        item = next(running)
        assert isinstance(item, Received)
        if item.done > 100_000:
            begun = time.monotonic()
            cancel.set()
    with pytest.raises(Cancelled):
        list(running)
    assert time.monotonic() - begun < 3
    assert not (tmp_path / "x.gguf").exists()
    kept = (tmp_path / "x.gguf.part").stat().st_size
    assert kept > 100_000
    *_, last = download(task, cancel=CancelToken())
    assert isinstance(last, Fetched)
    assert place.ranges[-1] == f"bytes={kept}-"
    assert (tmp_path / "x.gguf").read_bytes() == WHOLE


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_download_that_is_killed_leaves_no_model_and_goes_on_later(
    hub: Callable[..., Hub], tmp_path: Path
) -> None:
    place = hub(_slow)
    task = Download((place.url,), str(tmp_path / "x.gguf"))
    running = download(task, cancel=CancelToken())
    while (item := next(running)) and not (isinstance(item, Received) and item.done > 100_000):
        pass
    [child] = [c for c in multiprocessing.active_children() if c.name == "vizapp-download"]
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(DownloadError) as caught:
        list(running)
    assert caught.value.fields["reason"] == "lost"
    assert "try again to go on" in caught.value.hint
    assert _names(tmp_path) == ["x.gguf.part", "x.gguf.part.json"]
    *_, last = download(task, cancel=CancelToken())
    assert isinstance(last, Fetched)
    assert int((place.ranges[-1] or "")[6:-1]) > 100_000
    assert (tmp_path / "x.gguf").read_bytes() == WHOLE


def _in_circles(handler: Handler, _asked: Asked) -> None:
    handler.reply(302, b"", Location="/store/x")


def _to_nowhere(handler: Handler, _asked: Asked) -> None:
    handler.reply(302, b"", Location="http://127.0.0.1:1/x")


@pytest.mark.parametrize("bad", [_in_circles, _to_nowhere])
def test_a_redirect_that_leads_nowhere_is_left_for_the_next_place(
    hub: Callable[..., Hub], tmp_path: Path, bad: Reply
) -> None:
    first, second = hub(*[bad] * 99), hub()
    record, _ = _fetch(tmp_path / "x.gguf", first, second)
    assert record["url"] == second.url
    assert (tmp_path / "x.gguf").read_bytes() == WHOLE


def test_the_systems_proxy_is_asked(
    hub: Callable[..., Hub], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = hub()
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", place.server.url)
    url = "http://models.invalid/team/model/resolve/main/x.gguf"
    task = Download((url,), str(tmp_path / "x.gguf"))
    record = fetch(task, cancel=CancelToken(), tell=lambda _: None)
    assert record["checked"]
    asked = [request.path for request in place.server.asked]
    assert asked[0] == url.replace("/resolve/", "/raw/")
    assert all(path.startswith("http://models.invalid/") for path in asked)


def test_a_disk_that_fills_up_meanwhile_is_said_and_leaves_no_model(
    hub: Callable[..., Hub], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.FileIO):
        def write(self, chunk: Any) -> int:
            if self.tell() > 200_000:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(chunk)

    def opened(path: Path, mode: str = "r") -> Any:
        return Full(path, mode) if "+" in mode or "w" in mode else open(path, mode)

    monkeypatch.setattr(fetching, "open", opened, raising=False)
    with pytest.raises(OSError, match="No space left"):
        _fetch(tmp_path / "x.gguf", hub())
    assert not (tmp_path / "x.gguf").exists()


def test_an_error_comes_out_of_the_child_process(hub: Callable[..., Hub], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    targets = {"unreachable": tmp_path / "x.gguf", "file": tmp_path / "file" / "x.gguf"}
    for reason, target in targets.items():
        task = Download((hub(*[status(404)] * 9).url,), str(target))
        with pytest.raises(DownloadError) as caught:
            list(download(task, cancel=CancelToken()))
        assert caught.value.fields["reason"] == reason


# --- the list of models --------------------------------------------------------


def test_every_known_model_is_complete_and_named_once() -> None:
    assert len({model.id for model in KNOWN}) == len({model.file for model in KNOWN}) == len(KNOWN)
    for model in KNOWN:
        assert known_model(model.id.upper()) is model
        assert model.file.endswith(".gguf")
        assert model.card == f"{HOSTS[0]}/{model.repository}"
        assert model.licence in ("Apache-2.0", "MIT")
        # Four to nine bits a weight, which tells a slip in either figure.
        assert 0.5 < model.size_bytes / (model.parameters * 1e9) < 1.15
        assert model.size_bytes < model.memory_bytes < 2 * model.size_bytes + 10**9
        assert set(model.note) == {"zh", "en"}
        assert [url.split("/resolve/")[0] for url in model.urls()] == [
            f"{host}/{model.repository}" for host in HOSTS
        ]


def test_a_host_that_the_person_names_comes_first() -> None:
    assert preferred_hosts({}) == HOSTS
    assert preferred_hosts({"HF_ENDPOINT": "https://a.example/"})[0] == "https://a.example"
    both = {"HF_ENDPOINT": "https://a.example", "VIZAPP_MODEL_HOST": HOSTS[1]}
    assert preferred_hosts(both) == (HOSTS[1], HOSTS[0])
    assert memory_bytes(10**9) > 10**9
