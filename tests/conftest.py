"""Every test leaves the process, the disk and the user's files as it found them."""

from __future__ import annotations

import random
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

USER_FOLDERS = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME")


def why_no_gpu() -> str:
    import torch

    return "" if torch.cuda.is_available() else "no CUDA device"


def why_no_camera() -> str:
    return "" if any(Path("/dev").glob("video*")) else "no camera: there is no /dev/video*"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what needs hardware that is not here; `-m gpu` and `-m camera` still select it."""
    for marker, why_not in (("gpu", why_no_gpu), ("camera", why_no_camera)):
        marked = [item for item in items if item.get_closest_marker(marker)]
        reason = why_not() if marked else ""
        if reason:
            for item in marked:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def folders_of_a_stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the tests, and what they start, English, no screen, and a home and temporary files of their own.

    Yields:
        The folder for temporary files.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in USER_FOLDERS:
            folder = tmp_path_factory.mktemp(name.lower())  # made with mode 0700, as XDG_RUNTIME_DIR must be
            patch.setenv(name, str(folder))
        temporary = tmp_path_factory.mktemp("tmpdir")
        patch.setenv("TMPDIR", str(temporary))
        patch.setattr(tempfile, "tempdir", None)  # else it stays what it was when somebody first asked
        for name in ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
            patch.delenv(name, raising=False)
        patch.setenv("QT_QPA_PLATFORM", "offscreen")
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.delenv("LANGUAGE", raising=False)
        yield temporary


@pytest.fixture(autouse=True)
def nothing_left_behind(folders_of_a_stranger: Path) -> Iterator[None]:
    """Fail a test that leaves a thread of ours running or a temporary file lying."""
    threads_before = set(threading.enumerate())
    files_before = set(folders_of_a_stranger.iterdir())
    yield
    threads = [t.name for t in threading.enumerate() if t not in threads_before and t.name.startswith("lowlight-")]
    files = [path.name for path in folders_of_a_stranger.iterdir() if path not in files_before]
    assert not threads, f"threads left running: {', '.join(threads)}"
    assert not files, f"temporary files left behind: {', '.join(files)}"


@pytest.fixture(autouse=True)
def same_random_numbers_every_time() -> None:
    """Seed what has one generator for the whole process; numpy's are made with a seed where they are used."""
    random.seed(0)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(0)
