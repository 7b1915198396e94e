"""Reads and writes weight files, and tells from keys and shapes which network they belong to.

Two layouts are read: our safetensors, and the `.pth` files in circulation for Zero-DCE and Zero-DCE++ (keys such as
`e_conv1.weight` or `e_conv1.depth_conv.weight`, with or without `module.` in front). A `.pth` file is a pickle, which
can carry code: it is opened with `weights_only`, so that code in it is refused and never run.
"""

from __future__ import annotations

import json
import pickle
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from lowlight_live.errors import WeightsMismatch, WeightsNotFound
from lowlight_live.networks.dce import ITERATIONS, CurveNetwork, DCENet, DCENetPlus
from lowlight_live.networks.live import DCELive, DCENano

_HINT = "Give a name that `lowlight-live models` lists, a .safetensors file of ours or a Zero-DCE .pth file."
_DAMAGE = (RuntimeError, EOFError, ValueError, KeyError, AttributeError, TypeError, IndexError, OSError)
"""torch.load has no error of its own: a damaged file raises whatever the damage led to, and what is named .safetensors
is read by another library."""
_FORMAT = "lowlight-live weights 1"


def load_network(path: Path) -> CurveNetwork:
    """Build the network that a weight file belongs to, on the CPU, in float32, ready for inference.

    Args:
        path: A `.safetensors` file of ours, or a `.pth`/`.pt` file with the keys of the published code.

    Raises:
        WeightsNotFound: There is no such file.
        WeightsMismatch: It does not hold the weights of a network known here; the message names the first key that
            does not fit.
    """
    if not path.is_file():
        raise WeightsNotFound(f"There is no weight file {path}.", hint=_HINT)
    tensors, metadata = _read_safetensors(path) if _is_safetensors(path) else _read_pickle(path)
    tensors = {_our_key(key): tensor for key, tensor in tensors.items()}
    network = _build(tensors, metadata, path)
    said = metadata.get("architecture", network.architecture)
    if said != network.architecture:
        raise WeightsMismatch(
            f"{path.name}: its header says {said}, its keys are those of {network.architecture}.", hint=_HINT
        )
    _check(network, tensors, path)
    network.load_state_dict({key: tensor.float() for key, tensor in tensors.items()})
    return network.eval()


def save_network(network: CurveNetwork, path: Path) -> None:
    """Write a network as safetensors; the file appears whole or not at all."""
    tensors = {key: tensor.detach().cpu().contiguous() for key, tensor in network.state_dict().items()}
    metadata = {
        "format": _FORMAT,
        "architecture": network.architecture,
        "iterations": json.dumps(network.iterations),
    }
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(_in_order(save(tensors, metadata)))
    part.replace(path)


def _in_order(data: bytes) -> bytes:
    """A safetensors file whose metadata stands in the order of its keys: else it is another file each time."""
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    ordered = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    return data[:8] + ordered.ljust(size) + data[8 + size :]


def _is_safetensors(path: Path) -> bool:
    """Look at the content: a safetensors file begins with the length of its JSON header, then the JSON itself."""
    with path.open("rb") as file:
        return file.read(9)[8:] == b"{"


def _read_safetensors(path: Path) -> tuple[dict[str, Tensor], Mapping[str, str]]:
    try:
        with safe_open(path, framework="pt") as file:
            return {key: file.get_tensor(key) for key in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except SafetensorError as error:
        raise WeightsMismatch(f"{path.name} is a damaged safetensors file ({error}).", hint=_HINT) from error


def _read_pickle(path: Path) -> tuple[dict[str, Tensor], Mapping[str, str]]:
    try:
        with warnings.catch_warnings():
            # torch asks for a report of foreign pickle protocols; the user hears whether the file fits.
            warnings.simplefilter("ignore", UserWarning)
            content: Any = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise WeightsMismatch(
            f"{path.name} holds more than weights, or no weights at all; nothing in it was run.", hint=_HINT
        ) from error
    except (*_DAMAGE, SafetensorError) as error:
        raise WeightsMismatch(f"{path.name} is not a weight file.", hint=_HINT) from error
    if isinstance(content, Mapping) and isinstance(content.get("state_dict"), Mapping):
        content = content["state_dict"]
    if not isinstance(content, Mapping) or not content:
        raise WeightsMismatch(f"{path.name} holds no named weights.", hint=_HINT)
    for key, value in content.items():
        if not isinstance(key, str) or not isinstance(value, Tensor):
            raise WeightsMismatch(f"{path.name}: {key!r} is not a tensor.", hint=_HINT)
    return dict(content), {}


def _our_key(key: str) -> str:
    """Translate a key of the published code; ours pass unchanged."""
    key = re.sub(r"^module\.", "", key)
    key = re.sub(r"^e_(conv\d)\.", r"\1.", key)
    return re.sub(r"\.(depth|point)_conv\.", r".\1.", key)


def _build(tensors: Mapping[str, Tensor], metadata: Mapping[str, str], path: Path) -> CurveNetwork:
    """Choose the network by its first layer and its sizes by the shapes."""
    if "fine.weight" in tensors and tensors["fine.weight"].ndim == 4:
        kind = DCENano if metadata.get("architecture") == DCENano.architecture else DCELive
        return kind(tensors["fine.weight"].shape[0], _iterations(metadata, path))
    first = tensors.get("conv1.weight", tensors.get("conv1.point.weight"))
    if first is None or first.ndim != 4:
        key = next(iter(tensors), "")
        raise WeightsMismatch(f"{path.name}: key {key!r} belongs to no network known here.", hint=_HINT)
    features = first.shape[0]
    if "conv1.point.weight" in tensors:
        return DCENetPlus(features, _iterations(metadata, path))
    last = tensors.get("conv7.weight")
    if last is None or last.ndim != 4 or last.shape[0] % 3 or not last.shape[0]:
        raise WeightsMismatch(f"{path.name}: key 'conv7.weight' is missing or has no 3 channels a map.", hint=_HINT)
    return DCENet(features, last.shape[0] // 3)


def _iterations(metadata: Mapping[str, str], path: Path) -> int:
    """A shared map does not show how often it is used; our files say it, the published network uses 8."""
    text = metadata.get("iterations", str(ITERATIONS))
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise WeightsMismatch(f"{path.name}: its header says {text!r} iterations.", hint=_HINT)
    return int(text)


def _check(network: CurveNetwork, tensors: Mapping[str, Tensor], path: Path) -> None:
    expected = network.state_dict()
    for key, tensor in tensors.items():
        if key not in expected:
            raise WeightsMismatch(f"{path.name}: key {key!r} does not fit {network.architecture}.", hint=_HINT)
        if tensor.shape != expected[key].shape:
            shapes = f"{tuple(tensor.shape)} instead of {tuple(expected[key].shape)}"
            raise WeightsMismatch(f"{path.name}: key {key!r} has the shape {shapes}.", hint=_HINT)
        if not tensor.is_floating_point() or not bool(torch.isfinite(tensor).all()):
            raise WeightsMismatch(f"{path.name}: key {key!r} holds values that are not finite numbers.", hint=_HINT)
    for key in expected:
        if key not in tensors:
            raise WeightsMismatch(f"{path.name}: key {key!r} is missing.", hint=_HINT)
