"""A channel loses nothing unless it is told to, and always lets its waiters go."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from lowlight_live.channel import Channel, ChannelAborted


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[BaseException]]:
    """Run in a thread; what it raised lands in the list."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  handed to the test
            raised.append(error)

    thread = threading.Thread(target=run, name="lowlight-test")
    thread.start()
    return thread, raised


def test_waiting_channel_hands_over_everything_in_order() -> None:
    channel: Channel[int] = Channel(2)

    def produce() -> None:
        for i in range(100):
            channel.put(i)
        channel.close()

    thread, raised = in_thread(produce)
    assert list(channel) == list(range(100))
    thread.join()
    assert raised == []
    assert channel.dropped == 0


def test_newest_wins_and_the_forgotten_are_counted() -> None:
    channel: Channel[int] = Channel(1, newest_wins=True)
    for i in range(5):
        channel.put(i)
    channel.close()
    assert list(channel) == [4]
    assert channel.dropped == 4


def test_close_wakes_a_waiting_consumer_with_the_end() -> None:
    channel: Channel[int] = Channel(1)
    taken: list[int] = []
    thread, raised = in_thread(lambda: taken.extend(channel))
    channel.close()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert (taken, raised) == ([], [])


@pytest.mark.parametrize("side", ["producer", "consumer"])
def test_abort_wakes_whoever_waits(side: str) -> None:
    channel: Channel[int] = Channel(1)
    if side == "producer":
        channel.put(0)
    thread, raised = in_thread((lambda: channel.put(1)) if side == "producer" else (lambda: list(channel)))
    channel.abort()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert [type(error) for error in raised] == [ChannelAborted]


def test_abort_forgets_what_was_held() -> None:
    channel: Channel[int] = Channel(3)
    channel.put(1)
    channel.abort()
    with pytest.raises(ChannelAborted):
        list(channel)


def test_put_after_close_is_a_mistake() -> None:
    channel: Channel[int] = Channel(1)
    channel.close()
    with pytest.raises(ValueError, match="closed"):
        channel.put(1)


def test_a_channel_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Channel(0)


def test_what_must_not_be_lost_is_inherited_by_the_next_item() -> None:
    channel: Channel[str] = Channel(2, newest_wins=True, inherit=lambda old, new: new + "!" if "!" in old else new)
    for item in ("a!", "b", "c", "d"):
        channel.put(item)
    channel.close()
    assert list(channel) == ["c!", "d"]


def test_a_mistaken_put_on_a_closed_live_channel_costs_no_item() -> None:
    channel: Channel[int] = Channel(1, newest_wins=True)
    channel.put(1)
    channel.close()
    with pytest.raises(ValueError, match="closed"):
        channel.put(2)
    assert list(channel) == [1]
