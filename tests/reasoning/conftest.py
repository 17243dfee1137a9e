"""Random-weight models, written once per run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reasoning import tiny_model


@pytest.fixture(scope="session")
def native_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model.write_native(tmp_path_factory.mktemp("native") / "tiny.gguf")


@pytest.fixture(scope="session")
def chat_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model.write_chat(tmp_path_factory.mktemp("chat") / "tiny.gguf")
