"""Takes the weights out of a run that was stopped or killed: the best so far, or the last where none were chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from lowlight_live.networks.checkpoints import save_network
from lowlight_live.training.preparation import first_network
from lowlight_live.training.state import Best, config_of_checkpoint, or_refused
from lowlight_live.training.trainer import LEAST_GAIN_DB, TrainResult


def keep_best(checkpoint: Path) -> TrainResult:
    """Write the best weights of a checkpoint beside it, as the run itself would have at its end.

    They are not written where the run began with weights and has not done better than they. Weights that are replaced
    stay as `NAME.previous.safetensors` if the run began with weights.

    Returns:
        How far the run got; `finished` says whether weights were written.

    Raises:
        TrainingError: There is no such file, it is no checkpoint, or the weights cannot be written.
    """
    config = replace(config_of_checkpoint(checkpoint), out=checkpoint.with_suffix(".safetensors"))
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    best = Best(**state["best"]) if state["best"] else None
    before_db = state["before_db"]
    gained = before_db is None or (best is not None and best.psnr_db >= before_db + LEAST_GAIN_DB)
    if gained:
        network = first_network(replace(config, start=""))
        network.load_state_dict(best.weights if best else state["average"] or state["network"])
        with or_refused(config.out):
            if config.start and config.out.exists():
                config.out.replace(config.previous)
            save_network(network, config.out)
    return TrainResult(state["step"], gained, best, before_db)
