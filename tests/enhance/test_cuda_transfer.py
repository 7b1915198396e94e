"""Copies between host and device run beside the work, and no buffer is refilled while it is still read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

import numpy as np
import pytest
import torch

from lowlight_live.enhance import transfer
from lowlight_live.enhance.transfer import Download, FrameUpload, SideStream, Upload
from tests.enhance.streams import Mark, Order, Side

CPU = torch.device("cpu")
SHAPE = (2, 3)
ORDERS = 60
FRAMES = 12


class Device:
    """Uploads, a factor sent beside each frame, work of two steps, and downloads."""

    def __init__(self, patch: pytest.MonkeyPatch, seed: int) -> None:
        self._order = order = Order(seed)
        patch.setattr(transfer, "new_event", lambda _device: Mark(order))
        patch.setattr(transfer, "copy", order.copy)
        inward, outward = (cast(SideStream, Side(order)) for _ in range(2))
        self.upload = FrameUpload(SHAPE, CPU, inward)
        self.factor = Upload((1,), torch.uint8, CPU)
        self.download = Download(SHAPE, torch.uint8, CPU, outward)
        self.seen: list[int] = []
        self._codes = order.on_device(torch.zeros(SHAPE, dtype=torch.uint8))
        for tensor in (self.upload.there, self.factor.there):
            order.on_device(tensor)

    def begin(self, value: int) -> torch.Tensor:
        """Send a picture of a value, ask for 1 + value * factor; the picture and the factor are spoilt at once."""
        rgb, factor = np.full(SHAPE, value, np.uint8), np.full(1, 1 + value % 3, np.uint8)
        self.upload.send(rgb)
        self.factor.send(factor)
        rgb[:], factor[:] = 255, 255

        def multiply() -> None:
            torch.mul(self.upload.there, self.factor.there, out=self._codes)
            self.seen.append(int(self._codes.max()))

        def add() -> None:
            self._codes.add_(1)

        self._order.ask(multiply)
        self._order.ask(add)
        return self._codes

    def fetch(self, codes: torch.Tensor) -> Callable[[], list[int]]:
        pending = self.download.fetch(codes)
        return lambda: sorted(set(pending.result().ravel().tolist()))

    def settle(self) -> None:
        while self._order.go_on():
            pass


def run(device: Device, ahead: int) -> list[list[int]]:
    """Results of all frames, each asked for when so many more have been begun."""
    begun, results = [], []
    for value in range(FRAMES):
        begun.append(device.fetch(device.begin(value)))
        if len(begun) > ahead:
            results.append(begun.pop(0)())
    return results + [one() for one in begun]


def look(device: Device) -> list[list[int]]:
    """What the work saw of all frames when no result is ever asked for, as in a survey: the host runs far ahead."""
    for value in range(FRAMES):
        device.begin(value)
    device.settle()
    return [[1 + seen] for seen in device.seen]


EXPECTED = [[1 + value * (1 + value % 3)] for value in range(FRAMES)]


@pytest.mark.parametrize("ahead", [0, 1])
@pytest.mark.parametrize("seed", range(ORDERS))
def test_in_every_order_each_frame_gets_its_own_result(monkeypatch: pytest.MonkeyPatch, seed: int, ahead: int) -> None:
    assert run(Device(monkeypatch, seed), ahead) == EXPECTED


@pytest.mark.parametrize("seed", range(ORDERS))
def test_in_every_order_the_work_sees_each_frame_that_nobody_asks_back(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    assert look(Device(monkeypatch, seed)) == EXPECTED


@pytest.mark.parametrize("what", ["wait", "synchronize"])
@pytest.mark.parametrize(
    ("end", "which"), [("upload", 0), ("upload", 1), ("download", 0), ("download", 1), ("factor", 0)]
)
def test_without_one_of_the_events_some_order_goes_wrong(
    monkeypatch: pytest.MonkeyPatch, what: str, end: str, which: int
) -> None:
    events = {"upload": ("_arrived", "_taken"), "download": ("_ready", "_gone"), "factor": ("_done",)}
    used = {
        ("upload", 0, "wait"),
        ("upload", 0, "synchronize"),
        ("upload", 1, "wait"),
        ("download", 0, "wait"),
        ("download", 1, "synchronize"),
        ("factor", 0, "synchronize"),
    }
    wrong = 0
    for seed in range(ORDERS):
        for way in (partial(run, ahead=1), look):
            device = Device(monkeypatch, seed)
            for event in getattr(getattr(device, end), events[end][which]):
                monkeypatch.setattr(event, what, lambda: None)
            wrong += way(device) != EXPECTED
    assert bool(wrong) == ((end, which, what) in used)


def test_a_result_is_ready_when_it_has_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    device = Device(monkeypatch, 0)
    pending = device.download.fetch(device.upload.there)
    assert not pending.immediate
    device.settle()
    assert pending.ready


def test_an_uploaded_array_always_arrives_in_the_same_tensor() -> None:
    for upload in (Upload(SHAPE, torch.uint8, CPU), FrameUpload(SHAPE, CPU, SideStream(CPU))):
        there = upload.there
        for value in range(4):
            array = np.full(SHAPE, value, np.uint8)
            upload.send(array)
            array[:] = 99
            assert upload.there is there
            assert (there == value).all(), "what is sent may be changed at once"


def test_a_download_is_new_each_time() -> None:
    download = Download((3,), torch.uint8, CPU, SideStream(CPU))
    first = download.fetch(torch.tensor([1, 2, 3], dtype=torch.uint8)).result()
    second = download.fetch(torch.tensor([4, 5, 6], dtype=torch.uint8)).result()
    assert first.tolist() == [1, 2, 3]
    assert second.tolist() == [4, 5, 6]


@pytest.mark.gpu
def test_on_a_gpu_pictures_go_in_and_out_beside_the_work() -> None:
    device = torch.device("cuda")
    shape = (1080, 1920, 3)
    upload = FrameUpload(shape, device, SideStream(device))
    download = Download(shape, torch.uint8, device, SideStream(device))
    assert all(buffer.is_pinned() for buffer in upload._here)
    begun, results = [], []
    for value in range(40):
        upload.send(np.full(shape, value, np.uint8))
        begun.append(download.fetch(upload.there * 3 + 1))
        if len(begun) > 1:
            results.append(begun.pop(0).result())
    results += [one.result() for one in begun]
    assert [(int(one.min()), int(one.max())) for one in results] == [(value * 3 + 1,) * 2 for value in range(40)]
