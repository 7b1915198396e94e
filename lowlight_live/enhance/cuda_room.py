"""What pictures of one size need on a device: none of it moves, so that recordings may refer to it."""

from __future__ import annotations

import torch
from torch import Tensor

from lowlight_live.enhance.denoise import Estimate
from lowlight_live.enhance.device_plan import DevicePlan
from lowlight_live.enhance.dither import dither_pattern
from lowlight_live.enhance.transfer import Download, FrameUpload, SideStream
from lowlight_live.networks.thumbnail import area_weights


class Room:
    """Made, used and left in one thread, on one stream and those beside it that carry pictures in and out.

    Args:
        height: Of the pictures.
        width: Likewise.
        thumbnail: Height and width.
        device: Where all of it is.
        inward: Carries pictures in.
        outward: Carries results out.

    Attributes:
        shape: Of the pictures: height, width, 3.
        frame: On its way in, (H, W, 3) uint8.
        codes: The result, likewise; `result` brings it out.
        plan: How the frame is to be blended.
        exposure: (1, 1), what the network is asked for.
        small: (1, 3, h, w) float32, the thumbnail.
        told_brightness: Brings out how bright it usually is, () float32.
        shrink_rows, shrink_columns: By which the picture is multiplied for it, on the left and on the right.
        dither: (n, 3, W), thresholds.
        scene, spare: The estimate, and room for the next; None until one has begun.
        turn: Which of two tensors the estimate is in.
    """

    def __init__(
        self,
        height: int,
        width: int,
        thumbnail: tuple[int, int],
        device: torch.device,
        inward: SideStream,
        outward: SideStream,
    ) -> None:
        self.shape = (height, width, 3)
        self.frame = FrameUpload(self.shape, device, inward)
        self.codes = torch.empty(self.shape, dtype=torch.uint8, device=device)
        self.result = Download(self.shape, torch.uint8, device, outward)
        self.plan = DevicePlan(height, width, device)
        self.exposure = torch.zeros((1, 1), device=device)
        self.small = torch.zeros((1, 3, *thumbnail), device=device)
        self.told_brightness = Download((), torch.float32, device, outward)
        self.shrink_rows = torch.from_numpy(area_weights(height, thumbnail[0])).to(device)
        self.shrink_columns = torch.from_numpy(area_weights(width, thumbnail[1]).T.copy()).to(device)
        self.dither = torch.from_numpy(dither_pattern(width)).to(device)
        self.turn = 0
        self.scene: Estimate | None = None
        self.spare: Estimate | None = None
        self._alphas: dict[torch.Size, Tensor] = {}

    def begin(self) -> None:
        """Let an estimate begin with the frame."""
        if self.scene is None:
            height, width, _ = self.shape
            self.scene, self.spare = (
                Estimate(
                    torch.empty((3, height, width), device=self.codes.device),
                    torch.empty((height, width), device=self.codes.device),
                )
                for _ in range(2)
            )
            self.turn = 0
        self.scene.state.copy_(self.frame.there.permute(2, 0, 1))
        self.scene.ratio.fill_(1)

    def take_turns(self) -> None:
        """What was spare is the estimate now."""
        self.scene, self.spare = self.spare, self.scene
        self.turn = 1 - self.turn

    def forget(self) -> None:
        """Free what the estimate needs."""
        self.scene = self.spare = None

    def kept(self, alpha: Tensor) -> Tensor:
        """Curve maps, (1, K, 3, h, w), in float32 and where maps of that shape always are."""
        if alpha.shape not in self._alphas:
            self._alphas[alpha.shape] = torch.empty(alpha.shape, device=self.codes.device)
        return self._alphas[alpha.shape].copy_(alpha)
