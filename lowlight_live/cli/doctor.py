"""`lowlight-live doctor`: what this machine has, what works on it, and what to do about what does not.

It has to work where nothing else does, so each check imports what it looks at, and what a check raises is a finding.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from importlib import metadata
from typing import Literal

import click

from lowlight_live import __version__
from lowlight_live.errors import ConfigError, LowlightError, SourceError

_PACKAGES = (
    "torch",
    "numpy",
    "opencv-python-headless",
    "av",
    "PyQt6",
    "pyqtgraph",
    "numba",
    "pillow",
    "safetensors",
    "tensorboard",
)
_OPTIONAL = {
    "pyvirtualcam": "virtual-camera",
    "matplotlib": "evaluation",
    "scikit-image": "evaluation",
    "onnxruntime": "onnx",
    "onnx": "onnx",
    "wandb": "tracking",
}
"""Packages that only some of the work needs, each with the extra that brings it."""

_MARKS = {"good": ("ok", "green"), "note": ("--", "yellow"), "problem": ("!!", "red")}
_AGAIN = "Install lowlight-live again with pip."
_ONLY_FOR_THE_WINDOW = "Only needed for the window, not for files."
_NO_CAMERA = "Plug one in; in a container, hand /dev/video0 through."

State = Literal["good", "note", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        topic: Such as "encoders".
        state: "good"; "note" for what is missing but not needed; "problem" for what keeps the program from working.
        text: What was found.
        hint: What to do about it.
    """

    topic: str
    state: State
    text: str
    hint: str = ""


@click.command("doctor")
@click.option("--cameras", is_flag=True, help="Only the cameras, with the sizes and rates that each offers.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def command(cameras: bool, as_json: bool) -> None:
    """Check this machine: versions, devices, encoders that really work, cameras, and what to do about each problem.

    Exit status 1 if something keeps the program from working.
    """
    if cameras:
        _show_cameras(as_json=as_json)
        return
    findings: list[Finding] = []
    for finding in _findings():
        findings.append(finding)
        if not as_json:
            _show(finding)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    if any(finding.state == "problem" for finding in findings):
        sys.exit(1)


def _findings() -> Iterator[Finding]:
    yield from _guarded("package", _versions)
    yield from _guarded("device", _devices)
    yield from _guarded("model", _models)
    yield from _guarded("encoder", _encoders)
    yield from _guarded("camera", _cameras, state="note", hint="Only needed for cameras, not for files.")
    yield from _guarded("window", _window, state="note", hint=_ONLY_FOR_THE_WINDOW)


def _guarded(
    topic: str, check: Callable[[], Iterable[Finding]], *, state: State = "problem", hint: str = _AGAIN
) -> Iterator[Finding]:
    """What a check finds and, where it fails, what it failed with."""
    try:
        yield from check()
    except LowlightError as error:
        yield Finding(topic, state, str(error), error.hint or hint)
    except Exception as error:  # noqa: BLE001  a broken package raises anything, and to tell what is this verb's job
        yield Finding(topic, state, f"cannot be checked ({type(error).__name__}: {error})", hint)


def _show(finding: Finding) -> None:
    mark, color = _MARKS[finding.state]
    click.echo(f"{click.style(mark, fg=color)} {finding.topic:<9} {finding.text}")
    if finding.hint:
        click.echo(f"{'':13}{finding.hint}")


def _versions() -> Iterator[Finding]:
    system = f"{platform.system()} {platform.machine()}"
    yield Finding("program", "good", f"lowlight-live {__version__}, Python {platform.python_version()}, {system}")
    for package in _PACKAGES:
        yield _version(package, "problem", _AGAIN)
    for package, extra in _OPTIONAL.items():
        yield _version(package, "note", f"Only needed for the extra {extra}: pip install 'lowlight-live[{extra}]'")


def _version(package: str, state_without: State, hint: str) -> Finding:
    try:
        return Finding("package", "good", f"{package} {metadata.version(package)}")
    except metadata.PackageNotFoundError:
        return Finding("package", state_without, f"{package} is not installed", hint)


def _devices() -> Iterator[Finding]:
    import torch

    from lowlight_live.cores import usable_cores

    yield Finding("device", "good", f"cpu: {usable_cores()} cores, {torch.backends.cpu.get_cpu_capability()}")
    for index in range(torch.cuda.device_count()):
        properties = torch.cuda.get_device_properties(index)
        yield Finding("device", "good", f"cuda:{index}: {properties.name}, {properties.total_memory >> 30} GiB")
    if not torch.cuda.is_available():
        built_for_cuda = torch.version.cuda is not None
        cause = "no NVIDIA GPU or driver answers" if built_for_cuda else "this torch was built without CUDA"
        cure = "Install NVIDIA's driver." if built_for_cuda else "Install the CUDA build of torch."
        yield Finding("device", "note", f"cuda: {cause}; the CPU is used", f"If there is an NVIDIA GPU: {cure}")


def _models() -> Iterator[Finding]:
    from lowlight_live.weights import shipped_weights

    for name in shipped_weights():
        yield from _guarded("model", partial(_model, name))


def _model(name: str) -> Iterator[Finding]:
    from lowlight_live.networks.checkpoints import load_network
    from lowlight_live.weights import resolve_weights

    network = load_network(resolve_weights(name))
    yield Finding("model", "good", f"{name}: {network.architecture}, {network.parameter_count:,} parameters")


def _encoders() -> Iterator[Finding]:
    from lowlight_live.video.writing.encoders import ENCODERS, FAMILIES, probe_encoder

    probes = [probe_encoder(name) for name in ENCODERS]
    for probe in probes:
        if probe.works:
            yield Finding("encoder", "good", f"{probe.name} works")
        else:
            yield Finding("encoder", "note", f"{probe.name} does not work: {probe.reason}")
    working = {probe.name for probe in probes if probe.works}
    for family, members in FAMILIES.items():
        if taken := next((member for member in members if member in working), ""):
            yield Finding("encoder", "good", f"--codec {family} takes {taken}")
    if not working:
        yield Finding("encoder", "problem", "no video can be written", "Install PyAV from its own wheel again.")


def _cameras() -> Iterator[Finding]:
    from lowlight_live.video.live.camera import find_cameras

    cameras = find_cameras()
    for camera in cameras:
        text = f"{camera.device}: {camera.name}{', virtual' if camera.virtual else ''}"
        yield Finding("camera", "note", f"{text}: {camera.note}") if camera.note else Finding("camera", "good", text)
    if not cameras:
        yield Finding("camera", "note", "no camera was found", _NO_CAMERA)


def _show_cameras(*, as_json: bool) -> None:
    from lowlight_live.video.live.camera import Camera, find_cameras

    try:
        cameras: list[Camera] = find_cameras()
    except OSError as error:
        message = f"Which cameras there are cannot be read ({error.strerror})."
        raise SourceError(message, hint="Check the permissions of /sys and /dev.") from error
    if as_json:
        click.echo(json.dumps([asdict(camera) for camera in cameras], indent=2))
        return
    for camera in cameras:
        click.echo(f"{camera.index}: {camera.name}{' (virtual)' if camera.virtual else ''}")
        if camera.identity not in (camera.name, camera.device):
            click.echo(f"   {camera.identity}")
        if camera.note:
            click.echo(f"   {camera.note}")
        for mode in camera.modes:
            rates = ", ".join(f"{fps:g}" for fps in mode.fps)
            click.echo(
                f"   {mode.format:<4} {mode.width:>5} x {mode.height:<5}{f' {rates} fps' if rates else ''}".rstrip()
            )
    if not cameras:
        click.echo("No camera was found.", err=True)
        click.echo(_NO_CAMERA, err=True)


def _window() -> Iterator[Finding]:
    from lowlight_live.gui.desktop.display import check_display

    try:
        check_display()
    except ConfigError as error:
        yield Finding("window", "note", str(error), _ONLY_FOR_THE_WINDOW)
    else:
        yield Finding("window", "good", "a window can be opened")
