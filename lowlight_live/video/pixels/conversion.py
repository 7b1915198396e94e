"""Between a codec's samples and upright full-range RGB, both ways."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter

from lowlight_live.frame import ColorInfo, Rgb
from lowlight_live.video.pixels.color import (
    LUMA_WEIGHTS,
    color_of,
    has_rgb_samples,
    is_full_range,
    swscale_matrix,
    swscale_range,
)
from lowlight_live.video.pixels.geometry import UPRIGHT, orientation_of, pad_to_even

_Plane = npt.NDArray[np.uint8]
_PLANAR = ("yuv420p", "yuvj420p")
"""What most films and cameras hold, the first also what x264 takes: converted by our kernels. swscale knows all others.
"""

# Every converter owns its VideoReformatter, for one thread and one set of parameters: with others it builds its tables
# anew. `threads=1` because the pipeline's threads keep the cores busy already.


_EXACT = Interpolation.BILINEAR | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
"""Without the last two swscale's result is 1 to 1.5 codes too dark: a few percent of a dark picture, more of a darker
one, and the curves multiply it."""


class RgbConverter:
    """Makes decoded frames upright full-range RGB, of the first frame's size and by its colour.

    8 bits a channel for now: of a 10-bit source the two lowest bits, which matter most in the dark, are rounded away.

    Attributes:
        color: What the samples mean.
        orientation: From the coded to the upright picture.
        coded_size: Height and width before turning.
        resized: A frame had another size than the first and was scaled.
        warnings: What could not be done.

    Raises:
        SourceOpenError: The colour is of a kind that is not supported.
    """

    def __init__(self, first: VideoFrame) -> None:
        self.color = color_of(first)
        self.coded_size = (first.height, first.width)
        self.resized = False
        self.warnings: list[str] = []
        orientation = orientation_of(first)
        if orientation is None:
            self.warnings.append("The picture is tagged to be turned by no multiple of 90 degrees; it was not turned.")
        self.orientation = orientation or UPRIGHT
        self._reformatter = VideoReformatter()
        # Late: a window that opens need not wait for numba.
        from lowlight_live.video.pixels.yuv import factors, yuv420_to_rgb

        weights = LUMA_WEIGHTS[self.color.matrix]
        self._numbers = {full_range: factors(*weights, full_range=full_range) for full_range in (False, True)}
        self._from_planar = yuv420_to_rgb

    def __call__(self, decoded: VideoFrame) -> Rgb:
        resized = (decoded.height, decoded.width) != self.coded_size
        self.resized |= resized
        # Rows from the bottom to the top have a negative distance.
        if decoded.format.name not in _PLANAR or resized or any(plane.line_size < 0 for plane in decoded.planes):
            return self.by_swscale(decoded)
        rgb = np.empty((*self.coded_size, 3), np.uint8)
        # A camera or a stream may change its range in mid-stream.
        self._from_planar(*_planes(decoded), self._numbers[is_full_range(decoded)], rgb)
        return np.ascontiguousarray(self.orientation.apply(rgb))

    def by_swscale(self, decoded: VideoFrame) -> Rgb:
        """What is converted of any other layout, range or size, and what our kernels are compared with."""
        height, width = self.coded_size
        full_range = has_rgb_samples(decoded) or is_full_range(decoded)
        converted = self._reformatter.reformat(
            decoded,
            width=width,
            height=height,
            format="rgb24",
            src_colorspace=swscale_matrix(self.color),
            src_color_range=ColorRange.JPEG if full_range else ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
            interpolation=_EXACT,
            threads=1,
        )
        rgb: Rgb = self.orientation.apply(converted.to_ndarray())  # type: ignore[arg-type]  # rgb24 is uint8
        # What is rgb24 already comes back as it was: the decoder's own memory. Else the frame's buffer is ours, but
        # where swscale pads its rows it has gaps.
        return np.array(rgb) if converted is decoded else np.ascontiguousarray(rgb)


class YuvConverter:
    """Makes RGB pictures frames of 4:2:0 in one size and colour, tagged with what they are.

    Args:
        color: What the samples are to mean; of a matrix swscale has.
        height: Of the frames, even.
        width: Of the frames, even.
        pixel_format: FFmpeg's name for a 4:2:0 layout.
    """

    def __init__(self, color: ColorInfo, height: int, width: int, pixel_format: str) -> None:
        self.color = color
        self._height, self._width = height, width
        self._pixel_format = pixel_format
        self._reformatter = VideoReformatter()
        from lowlight_live.video.pixels.yuv import factors, rgb_to_yuv420  # late, as above

        self._numbers = factors(*LUMA_WEIGHTS[color.matrix], full_range=color.full_range)
        self._to_planar = rgb_to_yuv420

    def __call__(self, rgb: Rgb) -> VideoFrame:
        """Convert a picture, (H, W, 3), of that size or a row or column smaller.

        Raises:
            ValueError: Of another size.
        """
        even = np.ascontiguousarray(pad_to_even(rgb))
        if even.shape != (self._height, self._width, 3):
            raise ValueError(f"the picture is {rgb.shape}, the frames are {self._width} x {self._height}")
        if self._pixel_format == _PLANAR[0]:
            frame = VideoFrame(self._width, self._height, self._pixel_format)
            self._to_planar(even, self._numbers, *_planes(frame))
            frame.colorspace = self.color.matrix
            frame.color_range = swscale_range(self.color)
        else:
            frame = self.by_swscale(even)
        frame.color_primaries, frame.color_trc = self.color.primaries, self.color.transfer
        return frame

    def by_swscale(self, rgb: Rgb) -> VideoFrame:
        """What other layouts are made by, and what our kernel is compared with; of even height and width."""
        # The frame borrows the array's memory until the conversion two lines below has read it: no copy.
        picture = VideoFrame.from_numpy_buffer(rgb, format="rgb24")
        return self._reformatter.reformat(
            picture,
            width=self._width,
            height=self._height,
            format=self._pixel_format,
            dst_colorspace=swscale_matrix(self.color),
            src_color_range=ColorRange.JPEG,
            dst_color_range=swscale_range(self.color),
            interpolation=Interpolation.BILINEAR | Interpolation.ACCURATE_RND,
            threads=1,
        )


def _planes(frame: VideoFrame) -> tuple[_Plane, _Plane, _Plane]:
    """The planes of a frame, each (its height, at least its width); the frame's own memory."""
    luma, cb, cr = (np.frombuffer(memoryview(p), np.uint8).reshape(p.height, p.line_size) for p in frame.planes)
    return luma, cb, cr
