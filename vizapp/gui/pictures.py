"""Small pictures of the last chart of each recent file."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections.abc import Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from vizapp.core.errors import VizappError
from vizapp.core.tasks import CancelToken
from vizapp.gui.jobs import JobPool, Report
from vizapp.project import write_whole

log = logging.getLogger(__name__)


class Pictures(QObject):
    """Keeps pictures in a folder, one per file, and reads them in the background."""

    loaded = Signal(object)  # dict of Path to the bytes of a PNG

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._pool = JobPool(1, self)

    def keep(self, path: Path, png: bytes) -> None:
        """Keep the picture of a file's chart instead of the one of before."""
        place = picture_place(self._folder, path)

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            write_whole(place, lambda file: file.write(png))
            yield None

        self._pool.start(work).failed.connect(self._on_failed)

    def load(self, files: Sequence[Path]) -> None:
        """Read the pictures of these files; those of all others are deleted."""
        folder = self._folder

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            wanted = {picture_place(folder, path): path for path in files}
            found = {}
            with contextlib.suppress(OSError):  # pictures are no reason to complain
                for place in sorted(folder.glob("*.png")):
                    if place in wanted:
                        found[wanted[place]] = place.read_bytes()
                    else:
                        place.unlink(missing_ok=True)
            yield found

        job = self._pool.start(work)
        job.delivered.connect(self.loaded)
        job.failed.connect(self._on_failed)

    def _on_failed(self, err: VizappError) -> None:
        log.info("no pictures: %s", err)

    def close(self) -> bool:
        """Let what is being written be written; return whether it is."""
        return self._pool.finish()


def picture_place(folder: Path, path: Path) -> Path:
    """Return where a file's picture lies."""
    digest = hashlib.sha256(str(path.absolute()).encode("utf-8", "surrogatepass")).hexdigest()
    return folder / f"{digest[:32]}.png"
