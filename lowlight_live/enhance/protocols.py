"""What the pipeline asks of an enhancer, and what the curve enhancer asks of the device it runs on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.pending import Pending
from lowlight_live.settings import EnhanceSettings

if TYPE_CHECKING:
    from torch import Tensor

    from lowlight_live.enhance.denoise import BlendPlan
    from lowlight_live.enhance.noise import NoiseCurve
    from lowlight_live.networks.curves import CurveMaps


@dataclass(frozen=True, slots=True)
class EnhancerInfo:
    """What enhances, for the overlay, the log and the JSON report.

    Attributes:
        model: Name of the weights, or their file.
        architecture: Such as "dce-net".
        device: Such as "cpu" or "cuda:0".
        precision: Of the network: "float32", "bfloat16" or "float16"; "" until the first frame has been seen.
        thumbnail: Height and width of the picture that the network sees; (0, 0) until the first frame.
        reason: Why this device and precision were chosen.
        network_every: The network runs on every so manyth frame at least.
    """

    model: str
    architecture: str
    device: str
    precision: str
    thumbnail: tuple[int, int]
    reason: str
    network_every: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """What the network saw and said.

    Attributes:
        small: (1, 3, h, w) float32 in [0, 1], the thumbnail; valid until the next frame is loaded.
        maps: Its curve maps.
    """

    small: Tensor
    maps: CurveMaps


class Enhancer(Protocol):
    """Makes dark frames bright. Used from one thread."""

    @property
    def info(self) -> EnhancerInfo: ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences about what went wrong on the way, such as a device that another had to take over for."""
        ...

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        """Enhance one frame; the result has the same size, time and colour.

        Raises:
            ModelError: The network or its device failed.
        """
        ...

    def begin(self, frame: Frame, settings: EnhanceSettings) -> Pending[FramePair]:
        """Begin to enhance one frame, which a device may go on with by itself; `enhance` is this and waiting.

        The next frame may be begun before the result is asked for, one after the next may not.

        Raises:
            ModelError: The network or its device failed; asking for the result can raise it too.
        """
        ...

    def reset(self) -> None:
        """Forget what was remembered of earlier frames."""
        ...

    def close(self) -> None:
        """Release threads and device memory. Closing twice is harmless."""
        ...


class Executor(Protocol):
    """Does the arithmetic of one frame on one device; holds that frame between the calls. Used from one thread."""

    @property
    def device(self) -> str: ...

    @property
    def precision(self) -> str:
        """Of the network; "" until the first frame has been seen."""
        ...

    @property
    def thumbnail(self) -> tuple[int, int]:
        """Height and width of the picture that the network sees; (0, 0) until the first frame."""
        ...

    @property
    def reason(self) -> str:
        """Why this precision, one sentence."""
        ...

    @property
    def network_s(self) -> float:
        """Seconds that the network took in a probe; 0 on a device where it takes no longer than a rest would."""
        ...

    def load(self, rgb: Rgb) -> None:
        """Take the frame that the next calls are about; another size than before is welcome."""
        ...

    def begin(self, noise: NoiseCurve | None) -> None:
        """Let a new estimate of the scene begin with the loaded frame.

        Args:
            noise: Of the frame, which is then smoothed in space when it is rendered; None renders it as it is.
        """
        ...

    def blend(self, plan: BlendPlan) -> None:
        """Blend the loaded frame into the estimate, which then is what the next calls are about.

        Raises:
            ValueError: No estimate of this size has begun.
        """
        ...

    def forget(self) -> None:
        """Keep no estimate of the scene, and free what it needs."""
        ...

    def estimate(self, exposure: float = 0.0) -> Glance:
        """Run the network on an anti-aliased thumbnail of the loaded frame or of the estimate.

        Args:
            exposure: Asked of a network that takes one, in stops; without effect on the others.
        """
        ...

    def brightness(self) -> Pending[float]:
        """How bright what the network saw last usually is, from 0 to 1, see `auto_strength.usual_brightness`.

        To be asked for before the one after the next is begun.
        """
        ...

    def render(self, maps: CurveMaps, smoothing: float = 0.0, saturation: float = 1.0) -> Pending[Rgb]:
        """Apply the curves to every pixel; a new array each time, for which the next frame need not wait.

        A loaded frame is rounded to 8 bit. An estimate is smoothed in space where it is still noisy, and dithered.

        Args:
            maps: For this frame.
            smoothing: In space, of an estimate, from 0 to 1.
            saturation: From 0 (grey) over 1 (as it is) to 2.
        """
        ...

    def close(self) -> None:
        """Release threads and device memory. Closing twice is harmless."""
        ...
