"""The errors a user can meet: one sentence that says what happened, and a hint that says what to do."""


class LowlightError(Exception):
    """Base of every error that lowlight-live raises on purpose.

    A programmer's wrong call stays `ValueError` or `TypeError`.

    Args:
        message: One sentence with the value in hand.
        hint: What the user can do about it; the command line and the window show it as a second line.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(LowlightError):
    """A setting, option or configuration file has a value that cannot be used."""


class SourceError(LowlightError):
    """Frames could not be had from a camera, file or picture."""


class SourceOpenError(SourceError):
    """The source did not open."""


class SourceLost(SourceError):
    """A source that was delivering frames has gone."""


class DecodeError(SourceError):
    """The source opened, but its content could not be decoded."""


class SinkError(LowlightError):
    """Frames could not be handed on to a file or device."""


class SinkOpenError(SinkError):
    """The sink did not open."""


class EncodeError(SinkError):
    """The sink opened, but a frame could not be encoded or written."""


class ModelError(LowlightError):
    """A network could not be had or run."""


class WeightsNotFound(ModelError):
    """No weight file of that name or path."""


class WeightsMismatch(ModelError):
    """The file does not hold weights of a network that is known here."""


class DeviceError(ModelError):
    """The device asked for is not there or has failed."""


class TrainingError(LowlightError):
    """Training could not start or go on."""
