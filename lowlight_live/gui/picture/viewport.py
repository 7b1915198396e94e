"""Where a picture lies in its place, zoomed and moved; the same for the original and the enhanced one."""

from __future__ import annotations

from dataclasses import dataclass, replace

_LEAST, _MOST = 1 / 16, 32.0
"""Device pixels that a pixel of the picture may be wide."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the picture's top left corner lies in its place, and how large its pixels are, all in device pixels.

    Attributes:
        left: May be negative.
        top: Likewise.
        scale_x: Width of a pixel of the picture.
        scale_y: Its height.
    """

    left: float
    top: float
    scale_x: float
    scale_y: float


@dataclass(frozen=True, slots=True)
class Viewport:
    """What is seen of the picture.

    Attributes:
        zoom: Device pixels that a pixel of the picture is high; None makes it fit.
        center_x: Which part of the picture is in the middle, from 0 to 1.
        center_y: Likewise.
    """

    zoom: float | None = None
    center_x: float = 0.5
    center_y: float = 0.5

    def placement(self, place: tuple[int, int], picture: tuple[int, int], aspect: float = 1.0) -> Placement:
        """Lay the picture into a place.

        Args:
            place: Height and width in device pixels.
            picture: Height and width in pixels.
            aspect: Width of a pixel of the picture over its height.
        """
        (high, wide), (height, width) = place, picture
        scale_y = self.scale(place, picture, aspect)
        scale_x = scale_y * aspect
        return Placement(
            _laid(wide, width * scale_x, self.center_x), _laid(high, height * scale_y, self.center_y), scale_x, scale_y
        )

    def scale(self, place: tuple[int, int], picture: tuple[int, int], aspect: float = 1.0) -> float:
        """The zoom as it is, also where it fits."""
        if self.zoom is not None:
            return self.zoom
        return min(place[0] / picture[0], place[1] / (picture[1] * aspect))

    def zoomed(
        self,
        factor: float,
        at: tuple[float, float],
        place: tuple[int, int],
        picture: tuple[int, int],
        aspect: float = 1.0,
    ) -> Viewport:
        """Zoom by a factor; what is at a point (x, y in device pixels) of the place stays there."""
        before = self.placement(place, picture, aspect)
        zoom = min(max(before.scale_y * factor, _LEAST), _MOST)
        grown = zoom / before.scale_y
        left, top = at[0] - (at[0] - before.left) * grown, at[1] - (at[1] - before.top) * grown
        return self._at(left, top, zoom, place, picture, aspect)

    def moved(
        self, by: tuple[float, float], place: tuple[int, int], picture: tuple[int, int], aspect: float = 1.0
    ) -> Viewport:
        """Move the picture by so many device pixels (x, y); one that fits stays."""
        if self.zoom is None:
            return self
        now = self.placement(place, picture, aspect)
        return self._at(now.left + by[0], now.top + by[1], self.zoom, place, picture, aspect)

    def _at(
        self,
        left: float,
        top: float,
        zoom: float,
        place: tuple[int, int],
        picture: tuple[int, int],
        aspect: float,
    ) -> Viewport:
        (high, wide), (height, width) = place, picture
        center_x = _within((wide / 2 - left) / (width * zoom * aspect), wide / (width * zoom * aspect))
        center_y = _within((high / 2 - top) / (height * zoom), high / (height * zoom))
        return replace(self, zoom=zoom, center_x=center_x, center_y=center_y)


def _laid(room: float, size: float, center: float) -> float:
    """Where something begins: in the middle if there is room, else with its center part in the middle."""
    return (room - size) / 2 if size <= room else room / 2 - center * size


def _within(center: float, seen: float) -> float:
    """Keep the edge of the picture from coming into its place. `seen` is the part of it that is seen."""
    return 0.5 if seen >= 1 else min(max(center, seen / 2), 1 - seen / 2)
