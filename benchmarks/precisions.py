"""How far the scores move with the form that the arithmetic takes; the table in docs/performance.md comes from here.

    python benchmarks/precisions.py --photos DIR [--pairs DIR] [--json FILE]

Of every form the same pictures, enhanced one by one with the settings of `enhance`: the plain form in float32 torch
first, which all others are held against, then what the CPU may choose, and the plain form in half precision, which is
what a GPU computes. The folders are those of benchmarks/quality.py, and so is how the photos are darkened.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from benchmarks.quality import sets
from lowlight_live.cli.picture_files import PictureSet
from lowlight_live.cli.result_files import write_result
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhance.protocols import Executor
from lowlight_live.evaluation.methods import enhanced_alone
from lowlight_live.evaluation.picture_measures import psnr
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.settings import EnhanceSettings
from lowlight_live.weights import DEFAULT_MODEL, resolve_weights

REFERENCE = "plain torch in float32"
LINES = EnhancerSpec().thumbnail_lines


def plain(precision: str) -> Callable[[CurveNetwork], Executor]:
    return lambda network: TorchExecutor(network, lines=LINES, device="cpu", precision=precision)


FORMS: Mapping[str, EnhancerSpec | Callable[[CurveNetwork], Executor]] = {
    REFERENCE: plain("float32"),
    "compiled, network in float32": EnhancerSpec(device="cpu", precision="float32"),
    "compiled, network in bfloat16": EnhancerSpec(device="cpu", precision="bfloat16"),
    "compiled, network in onnxruntime": EnhancerSpec(device="onnx"),
    "plain torch in float16": plain("float16"),
}


@contextmanager
def enhancer(form: EnhancerSpec | Callable[[CurveNetwork], Executor]) -> Iterator[CurveEnhancer]:
    """An enhancer whose arithmetic takes that form."""
    built = CurveEnhancer(form if isinstance(form, EnhancerSpec) else EnhancerSpec(device="cpu", precision="float32"))
    if not isinstance(form, EnhancerSpec):
        built._ladder.executor.close()
        built._ladder.executor = form(load_network(resolve_weights(DEFAULT_MODEL)))
    try:
        yield built
    finally:
        built.close()


def scores(pictures: PictureSet) -> dict[str, list[float]]:
    """PSNR in dB of every picture, by form."""
    result = {}
    for name, form in FORMS.items():
        with enhancer(form) as built:
            method = enhanced_alone(built, EnhanceSettings())
            result[name] = [
                psnr(method(sample.rgb), sample.reference)
                for sample in pictures.samples()
                if sample.reference is not None
            ]
        print(f"{pictures.title}: {name}: {np.mean(result[name]):.3f} dB", flush=True)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True, help="folder of well-lit photos")
    parser.add_argument("--pairs", type=Path, help="folder with low and high in it")
    parser.add_argument("--json", type=Path, help="write the figures there")
    arguments = parser.parse_args()
    found = {}
    for name, pictures in sets(arguments.photos, arguments.pairs).items():
        if name not in ("darkened", "pairs"):
            continue
        by_form = scores(pictures)
        expected = np.array(by_form[REFERENCE])
        found[name] = {
            form: {
                "psnr_db": float(np.mean(values)),
                "moves_by_db": float(np.mean(values) - expected.mean()),
                "most_of_a_picture_db": float(np.abs(np.array(values) - expected).max()),
            }
            for form, values in by_form.items()
        }
    if arguments.json:
        write_result(arguments.json, json.dumps({"model": DEFAULT_MODEL, "sets": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
