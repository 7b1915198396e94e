"""An address that is shown says where it leads, and nothing that would open it."""

from __future__ import annotations

import traceback

import pytest

from lowlight_live.errors import SourceOpenError
from lowlight_live.video.live.addresses import shown, without_secrets
from lowlight_live.video.live.opening import CameraSpec, open_live


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("rtsp://admin:secret@10.0.0.7:554/live", "rtsp://10.0.0.7:554/live"),
        ("rtsp://admin:se@cret@10.0.0.7/live", "rtsp://10.0.0.7/live"),
        ("rtsp://admin:se/cr et@10.0.0.7/live", "rtsp://10.0.0.7/live"),
        ("http://10.0.0.7/v?token=secret", "http://10.0.0.7/v?…"),
        ("http://10.0.0.7?user=admin&pwd=se cret", "http://10.0.0.7?…"),
        ("http://10.0.0.7/v#secret", "http://10.0.0.7/v?…"),
        ("srt://10.0.0.7:9000?passphrase=secret", "srt://10.0.0.7:9000?…"),
        ("rtsp://10.0.0.7/user=admin_password=secret_channel=1.sdp", "rtsp://10.0.0.7/user=…"),
        ("rtsp://10.0.0.7/user=admin&password=secret/1", "rtsp://10.0.0.7/user=…&password=…/1"),
        ("http://10.0.0.7:8080/a@b", "http://10.0.0.7:8080/a@b"),
        ("http://[::1]:8080/a@b", "http://[::1]:8080/a@b"),
    ],
)
def test_what_opens_it_is_left_out(address: str, left: str) -> None:
    assert shown(address) == shown(left) == left
    if " " not in address:
        assert without_secrets(f"from {address} to\n{address}") == f"from {left} to\n{left}"


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_nothing_of_it_is_in_an_error_nor_in_what_caused_it(scheme: str) -> None:
    spec = CameraSpec(f"{scheme}://admin:secret@127.0.0.1:9/v?token=secret")
    with pytest.raises(SourceOpenError, match="refused") as caught:
        open_live(spec)
    assert "secret" not in "".join(traceback.format_exception(caught.value))
    assert caught.value.hint
