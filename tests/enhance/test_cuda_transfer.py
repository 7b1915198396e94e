"""Copies between host and device go through buffers that are kept, and no buffer is refilled while it is still read."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lowlight_live.enhance import transfer
from lowlight_live.enhance.transfer import Download, Upload

CPU = torch.device("cpu")


class Marks:
    """Makes events that tell what is done with them."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []
        self._made = 0

    def __call__(self, _device: torch.device) -> Mark:
        self._made += 1
        return Mark(self, self._made - 1)


class Mark:
    def __init__(self, marks: Marks, number: int) -> None:
        self._marks, self._number = marks, number

    def record(self) -> None:
        self._marks.told.append(("record", self._number))

    def synchronize(self) -> None:
        self._marks.told.append(("wait", self._number))


def test_an_uploaded_array_always_arrives_in_the_same_tensor() -> None:
    upload = Upload((2, 3), torch.uint8, CPU)
    there = upload.there
    for value in range(4):
        array = np.full((2, 3), value, np.uint8)
        upload.send(array)
        array[:] = 99
        assert upload.there is there
        assert (there == value).all(), "what is sent may be changed at once"


def test_a_buffer_is_filled_again_only_after_its_last_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = Marks()
    monkeypatch.setattr(transfer, "new_event", marks)
    upload = Upload((1,), torch.uint8, CPU)
    for _ in range(3):
        upload.send(np.zeros(1, np.uint8))
    waits_and_copies = [("wait", 1), ("record", 1), ("wait", 0), ("record", 0), ("wait", 1), ("record", 1)]
    assert marks.told == waits_and_copies


def test_a_download_is_waited_for_and_new_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = Marks()
    monkeypatch.setattr(transfer, "new_event", marks)
    download = Download((3,), torch.uint8, CPU)
    first = download.fetch(torch.tensor([1, 2, 3], dtype=torch.uint8))
    second = download.fetch(torch.tensor([4, 5, 6], dtype=torch.uint8))
    assert marks.told == [("record", 0), ("wait", 0)] * 2
    assert first.tolist() == [1, 2, 3]
    assert second.tolist() == [4, 5, 6]


@pytest.mark.gpu
def test_host_buffers_are_pinned_for_a_gpu() -> None:
    upload = Upload((2, 3), torch.uint8, torch.device("cuda"))
    assert all(buffer.is_pinned() for buffer in upload._here)
    upload.send(np.full((2, 3), 7, np.uint8))
    assert Download((2, 3), torch.uint8, torch.device("cuda")).fetch(upload.there).tolist() == [[7] * 3] * 2
