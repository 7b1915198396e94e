"""Network cameras on loopback: Motion JPEG over HTTP, as most of them speak it, and H.264 in a transport stream."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any, ClassVar

import av
import cv2
import numpy as np
from PIL import Image

from lowlight_live.assets import asset_dir
from lowlight_live.frame import Rgb
from lowlight_live.video.reader import VideoReader

_BOUNDARY = "next-picture"


def jpeg(rgb: Rgb) -> bytes:
    """As a camera's encoder makes it: BT.601, full range."""
    file = io.BytesIO()
    Image.fromarray(rgb).save(file, "JPEG", quality=95)
    return file.getvalue()


def night_dog(height: int = 180, width: int = 320) -> list[bytes]:
    """The pictures of the sample clip."""
    reader = VideoReader(asset_dir("samples") / "night-dog.mp4")
    pictures = [jpeg(np.asarray(cv2.resize(frame.rgb, (width, height)), np.uint8)) for frame in reader]
    reader.close()
    return pictures


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = True
    allow_reuse_address = True


class LoopbackServer:
    """Sends chunks at a pace to everybody who asks; begins to serve at once, on a free port.

    Args:
        kind: The media type.
        chunks: Makes what one connection gets, from its beginning.
        fps: Chunks a second.

    Attributes:
        url: Where.
        sent: Chunks sent so far, to all.
    """

    def __init__(self, kind: str, chunks: Callable[[], Iterable[bytes]], fps: float) -> None:
        self.sent = 0
        self._kind = kind
        self._chunks = chunks
        self._period_s = 1 / fps
        self._changed = threading.Condition()
        self._silent = False
        self._up = False
        self._connections: list[socket.socket] = []
        self._port = 0
        self.come_up()
        self.url = f"http://127.0.0.1:{self._port}/stream"

    def come_up(self) -> None:
        """Serve, on the port of before."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            timeout: ClassVar[int | None] = None

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", outer._kind)
                self.end_headers()
                with suppress(OSError):
                    outer._send_all(self.connection)

            def log_message(self, *_arguments: Any) -> None:
                pass

        with self._changed:
            self._up = True
        self._server = _Server(("127.0.0.1", self._port), Handler)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def go_down(self) -> None:
        """Drop every connection and accept no more: the camera's plug is pulled."""
        with self._changed:
            self._up = False
            connections, self._connections = self._connections, []
            self._changed.notify_all()
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fall_silent(self, silent: bool = True) -> None:
        """Keep the connections and send nothing."""
        with self._changed:
            self._silent = silent
            self._changed.notify_all()

    def _send_all(self, connection: socket.socket) -> None:
        with self._changed:
            self._connections.append(connection)
        for chunk in self._chunks():
            with self._changed:
                self._changed.wait_for(lambda: not self._up, timeout=self._period_s)
                self._changed.wait_for(lambda: not self._silent or not self._up)
                if not self._up:
                    return
                self.sent += 1
            connection.sendall(chunk)
        with self._changed:
            self._changed.wait_for(lambda: not self._up)


class MjpegServer(LoopbackServer):
    """Sends the pictures over and over."""

    def __init__(self, pictures: Sequence[bytes], fps: float) -> None:
        def chunks() -> Iterator[bytes]:
            for picture in cycle(pictures):
                head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
                yield head.encode() + picture + b"\r\n"

        super().__init__(f"multipart/x-mixed-replace; boundary={_BOUNDARY}", chunks, fps)


class TransportStreamServer(LoopbackServer):
    """Sends H.264 whose only key frame is the first picture, then nothing more."""

    def __init__(self, count: int = 120) -> None:
        file = io.BytesIO()
        chunks = []
        with av.open(file, "w", format="mpegts", options={"flush_packets": "1"}) as output:
            stream = output.add_stream("libx264", rate=30)
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            stream.options = {"preset": "ultrafast", "tune": "zerolatency", "g": "1000", "sc_threshold": "0"}
            for number in range(count):
                frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number, np.uint8), format="rgb24")
                frame.pts = number
                start = file.tell()
                output.mux(stream.encode(frame))
                chunks.append(file.getvalue()[start:])
        super().__init__("video/mp2t", lambda: chunks, 60)
