"""An enhancer comes to a window ready: what it compiles at its first pictures does not stop the picture there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lowlight_live.enhance.curve_enhancer import CurveEnhancer
from lowlight_live.errors import DeviceError
from lowlight_live.frame import Frame, FramePair
from lowlight_live.settings import EnhanceSettings
from lowlight_live.viewing import build_enhancer
from tests.models import save_flat_weights


def test_it_has_seen_pictures_of_the_size_to_come_and_forgotten_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []
    enhance, reset = CurveEnhancer.enhance, CurveEnhancer.reset

    def noting(self: CurveEnhancer, frame: Frame, settings: EnhanceSettings) -> FramePair:
        done.append(frame.rgb.shape[:2])
        return enhance(self, frame, settings)

    def noting_reset(self: CurveEnhancer) -> None:
        done.append("reset")
        reset(self)

    monkeypatch.setattr(CurveEnhancer, "enhance", noting)
    monkeypatch.setattr(CurveEnhancer, "reset", noting_reset)
    build_enhancer(str(save_flat_weights(tmp_path / "flat.safetensors")), "cpu", (90, 160)).close()
    assert done[0] == (90, 160)
    assert done[-1] == "reset"


def test_one_that_fails_at_its_first_picture_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[CurveEnhancer] = []
    close = CurveEnhancer.close

    def refuse(*_: object) -> FramePair:
        raise DeviceError("The device is lost.")

    def noting(self: CurveEnhancer) -> None:
        closed.append(self)
        close(self)

    monkeypatch.setattr(CurveEnhancer, "enhance", refuse)
    monkeypatch.setattr(CurveEnhancer, "close", noting)
    with pytest.raises(DeviceError, match="lost"):
        build_enhancer(str(save_flat_weights(tmp_path / "flat.safetensors")), "cpu")
    assert len(closed) == 1


def test_what_torch_brings_is_not_searched_for_garbage_again(tmp_path: Path) -> None:
    model = save_flat_weights(tmp_path / "flat.safetensors")
    code = (
        "import gc\n"
        "from lowlight_live.viewing import build_enhancer\n"
        f"build_enhancer({str(model)!r}, 'cpu', (90, 160)).close()\n"
        "print(gc.get_freeze_count(), len(gc.get_objects()))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    frozen, searched = (int(number) for number in run.stdout.split())
    assert frozen > 5 * searched
