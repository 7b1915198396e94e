"""What a run needs before its first step: a device, a place for its files, first weights."""

from __future__ import annotations

from collections.abc import Callable

import torch

from lowlight_live.errors import DeviceError, TrainingError
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.dce import CurveNetwork, DCENet, DCENetPlus
from lowlight_live.networks.live import DCELive, DCENano
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.processes import local_rank
from lowlight_live.weights import resolve_weights

_KINDS: dict[str, Callable[[], CurveNetwork]] = {
    "dce-net": DCENet,
    "dce-net++": DCENetPlus,
    "dce-live": DCELive,
    "dce-nano": DCENano,
}


def choose_device(name: str) -> torch.device:
    """The device of a run; of several processes on a machine each gets a GPU of its own.

    Raises:
        DeviceError: It is not there.
    """
    available = torch.cuda.is_available()
    if name == "cuda" and not available:
        raise DeviceError(
            "There is no CUDA device.", hint="Train with --device cpu, or look at `lowlight-live doctor`."
        )
    if not available or name == "cpu":
        return torch.device("cpu")
    return torch.device("cuda", local_rank() % torch.cuda.device_count())


def check_files(config: TrainConfig, *, resume: bool, overwrite: bool) -> None:
    """Refuse to lose the files of an earlier run, and find out now whether new ones can be written.

    Raises:
        TrainingError: There are such files, or none can be written.
    """
    # A run that is gone on with may replace what it wrote itself.
    own = resume and config.checkpoint.exists()
    if config.out.exists() and not (overwrite or own):
        raise TrainingError(f"{config.out} is already there.", hint="Give --overwrite to replace it, or another --out.")
    if config.checkpoint.exists() and not (resume or overwrite):
        raise TrainingError(
            f"{config.checkpoint} holds an earlier run.",
            hint="Give --resume to go on with it, or --overwrite to start anew.",
        )
    was_there = config.log.exists()
    try:
        config.out.parent.mkdir(parents=True, exist_ok=True)
        config.log.open("a").close()
    except OSError as error:
        raise TrainingError(
            f"{config.log} cannot be written ({error.strerror}).", hint="Choose another place with --out."
        ) from error
    if not was_there:
        # The run may still be refused for its photos, and should then leave nothing behind.
        config.log.unlink(missing_ok=True)


def first_network(config: TrainConfig) -> CurveNetwork:
    """A network with the weights to begin with, or with first ones that the seed decides.

    The random state of torch stays as it was.

    Raises:
        ModelError: The weights to begin with are not there or belong to no network known here.
        TrainingError: They belong to another network than the one to be trained.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        network = _KINDS[config.architecture]()
    if not config.start:
        return _all_alike(network)
    begun = load_network(resolve_weights(config.start))
    if begun.architecture != config.architecture or begun.features != network.features:
        raise TrainingError(
            f"{config.start} holds weights of {begun.architecture} with {begun.features} features.",
            hint=f"To begin with them, train that network; asked for is {config.architecture}.",
        )
    return _all_alike(begun.train())


def _all_alike(network: CurveNetwork) -> CurveNetwork:
    """The same network, to which lamps count as everything else does: so it is trained, and its steps are compared."""
    network.leaves_lamps_out = False
    return network
