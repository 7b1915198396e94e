"""The denoiser averages what stands still, follows what moves, and is the same in its plain and its compiled form."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.denoise import BlendPlan, blend, first_estimate, smoothed
from lowlight_live.enhance.heavy_noise import heavy_blocks
from lowlight_live.enhance.light import Light
from lowlight_live.enhance.motion import still
from lowlight_live.enhance.noise import flat_noise
from lowlight_live.enhance.protocols import Executor
from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.networks.dce import DCENetPlus

LINES = 20
HEIGHT, WIDTH = 50, 75
NOISE = flat_noise(3.0)
ONES = np.ones(3, np.float32)


def noisy(clean: np.ndarray, rng: np.random.Generator, sigma: float = 3.0) -> Rgb:
    return (clean + rng.normal(0, sigma, clean.shape)).round().clip(0, 255).astype(np.uint8)


def textured(seed: int = 1, height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.kron(rng.integers(20, 200, (height // 5, width // 5, 3)), np.ones((5, 5, 1)))


def plan(
    field: np.ndarray | None = None,
    *,
    gain: np.ndarray = ONES,
    dim: np.ndarray = ONES,
    flicker: np.ndarray = ONES,
    floor: float = 0.06,
) -> BlendPlan:
    return BlendPlan(
        still(HEIGHT, WIDTH) if field is None else field, Light(gain, dim, flicker, changed=False), NOISE, floor
    )


def estimates(frames: list[Rgb], plans: list[BlendPlan]) -> list[np.ndarray]:
    """The plain form over some frames: (H, W, 3) after each."""
    estimate = first_estimate(torch.from_numpy(frames[0]))
    results = [estimate.state]
    for frame, how in zip(frames[1:], plans, strict=True):
        estimate = blend(torch.from_numpy(frame), estimate, how)
        results.append(estimate.state)
    return [state.permute(1, 2, 0).numpy() for state in results]


def test_a_static_scene_is_averaged_like_a_mean_and_then_by_the_floor() -> None:
    rng, clean = np.random.default_rng(0), textured()
    frames = [noisy(clean, rng) for _ in range(60)]
    states = estimates(frames, [plan()] * 59)
    errors = [np.std(state - clean) for state in states]
    assert errors[3] == pytest.approx(3 / 2, rel=0.1), "four frames halve the noise"
    assert errors[59] == pytest.approx(3 * np.sqrt(0.06 / 1.94), rel=0.15)


def test_a_moving_edge_leaves_no_trail() -> None:
    rng = np.random.default_rng(0)
    background = np.full((HEIGHT, WIDTH, 3), 60.0)
    frames, bare = [], []
    for step in range(12):
        clean = background.copy()
        clean[:, 5 * step : 5 * step + 15] = 110
        frames.append(noisy(clean, rng))
        bare.append(clean)
    states = estimates(frames, [plan()] * 11)
    # Where the bar was two steps ago the background must be back, on average and not only nearly.
    behind = states[-1][:, 5 * 8 : 5 * 10]
    assert np.abs(behind.mean((0, 2)) - 60).max() < 2
    assert np.abs(states[-1][:, 5 * 11 + 2 : 5 * 11 + 13].mean() - 110) < 2


def test_a_faint_change_of_level_is_followed() -> None:
    rng = np.random.default_rng(0)
    frames = [noisy(np.full((HEIGHT, WIDTH, 3), level), rng) for level in [60.0] * 20 + [66.0] * 4]
    states = estimates(frames, [plan()] * 23)
    assert states[19].mean() == pytest.approx(60, abs=0.1)
    assert states[23].mean() > 65


def test_a_change_of_level_by_one_standard_deviation_of_the_noise_is_followed_at_once() -> None:
    rng = np.random.default_rng(0)
    frames = [noisy(np.full((HEIGHT, WIDTH, 3), level), rng) for level in [60.0] * 20 + [63.0]]
    assert estimates(frames, [plan()] * 20)[-1].mean() > 62.7


def test_a_faint_texture_that_is_gone_leaves_nothing() -> None:
    rng = np.random.default_rng(0)
    texture = 7.0 * np.where(np.indices((HEIGHT, WIDTH)).sum(axis=0) % 2, 1, -1)[..., None].repeat(3, axis=2)
    frames = [noisy(60 + texture, rng) for _ in range(20)] + [noisy(np.full((HEIGHT, WIDTH, 3), 60.0), rng)]
    before, after = (float((state * texture).mean()) / 49 for state in estimates(frames, [plan()] * 20)[-2:])
    assert before == pytest.approx(1, abs=0.05)
    assert after < 0.1


def test_the_estimate_moves_with_the_picture() -> None:
    rng, wide = np.random.default_rng(0), textured(width=WIDTH + 60)
    field = still(HEIGHT, WIDTH)
    field[..., 1] = 3
    frames = [noisy(wide[:, 3 * t : 3 * t + WIDTH], rng) for t in range(20)]
    states = estimates(frames, [plan(field)] * 19)
    clean = wide[:, 57 : 57 + WIDTH]
    assert np.std((states[-1] - clean)[:, : WIDTH - 60]) < 1.0
    assert np.std((states[-1] - clean)[:, -3:]) > 2.0, "what just came in is one frame old"


def test_another_light_is_followed_without_losing_what_was_averaged() -> None:
    rng, clean = np.random.default_rng(0), textured() / 3
    frames = [noisy(clean, rng) for _ in range(20)] + [noisy(clean * 2, rng)]
    followed = estimates(frames, [plan()] * 19 + [plan(gain=2 * ONES)])[-1]
    assert np.std(followed - 2 * clean) < 2.2


def test_a_flicker_is_averaged_away_and_not_taken_for_motion() -> None:
    rng, clean = np.random.default_rng(0), textured()
    lights = 1 + 0.03 * np.sin(np.arange(60) * 1.05)
    frames = [noisy(clean * light, rng) for light in lights]
    plans = [plan(flicker=np.full(3, light, np.float32)) for light in lights[1:]]
    means = [state.mean() for state in estimates(frames, plans)[20:]]
    assert np.std(means) < 0.15 * np.std(lights[20:]) * clean.mean()


def test_a_flicker_that_is_known_is_taken_out_of_the_frame() -> None:
    rng, clean = np.random.default_rng(0), textured()
    lights = 1 + 0.03 * np.sin(np.arange(60) * 1.05)
    frames = [noisy(clean * light, rng) for light in lights]
    plans = [plan(dim=np.full(3, 1 / light, np.float32)) for light in lights[1:]]
    means = [state.mean() for state in estimates(frames, plans)[20:]]
    assert np.std(means) < 0.01 * np.std(lights[20:]) * clean.mean()


def both(network: DCENetPlus) -> list[Executor]:
    return [
        CpuExecutor(network, lines=LINES, threads=3, precision="float32"),
        TorchExecutor(network, lines=LINES, device="cpu", precision="float32"),
    ]


@pytest.mark.parametrize("shape", [(HEIGHT, WIDTH), (33, 16), (7, 130), (1, 1), (64, 64)], ids=str)
@pytest.mark.parametrize("smoothing", [0.0, 1.0])
def test_compiled_and_plain_form_agree(shape: tuple[int, int], smoothing: float) -> None:
    rng = np.random.default_rng(5)
    height, width = shape
    base = np.kron(rng.integers(0, 120, (height // 6 + 1, width // 6 + 1, 3)), np.ones((6, 6, 1)))[:height, :width]
    results = []
    for executor in both(DCENetPlus()):
        draw = np.random.default_rng(9)
        field = draw.integers(-4, 5, still(height, width).shape).astype(np.int16)
        gain = np.array([1.0, 1.2, 0.8], np.float32)
        maps = CurveMaps(torch.full((1, 1, 3, 4, 5), 0.4), 8)
        shown = []
        for step in range(6):
            executor.load(noisy(base, draw, 4.0))
            noise = np.tile(np.array([0.2, 0.03, -0.001, 1e-5, 0.22, 0.4], np.float32), (3, 1))
            noise[1] *= 1.3
            moved = field if step % 2 else still(height, width)
            light = Light(*(gain if step == turn else ONES for turn in (4, 3, 5)), changed=False)
            how = BlendPlan(moved, light, noise, 0.1)
            if step == 0:
                executor.begin(noise if smoothing else None)
            else:
                executor.blend(how)
            glance = executor.estimate()
            shown.append((glance.small.numpy().copy(), executor.render(maps, smoothing).result().astype(int)))
        executor.close()
        results.append(shown)
    for step, ((small, picture), (plain_small, plain_picture)) in enumerate(zip(*results, strict=True)):
        assert small == pytest.approx(plain_small, abs=2e-4), step
        difference = np.abs(picture - plain_picture)
        assert difference.max() <= 1, step
        # A threshold that falls on the other side of rounding moves a pixel by a code, and few do.
        assert (difference > 0).mean() < 0.02, step


def test_first_frame_of_an_estimate_is_rendered_as_it_is() -> None:
    rgb = noisy(textured(), np.random.default_rng(0))
    for executor in both(DCENetPlus()):
        executor.load(rgb)
        executor.begin(None)
        assert np.array_equal(executor.render(CurveMaps(torch.zeros(1, 1, 3, 2, 2), 8), 1.0).result(), rgb)
        executor.close()


def test_smoothing_in_space_takes_noise_and_keeps_edges() -> None:
    rng = np.random.default_rng(0)
    clean = np.full((HEIGHT, WIDTH, 3), 30.0)
    clean[:, WIDTH // 2 :] = 90
    maps = CurveMaps(torch.full((1, 1, 3, 2, 2), 0.3), 8)
    executor = CpuExecutor(DCENetPlus(), lines=LINES, threads=1, precision="float32")
    frames = [noisy(clean, rng) for _ in range(2)]
    shown = []
    for smoothing in (0.0, 1.0):
        executor.load(frames[0])
        executor.begin(None)
        executor.load(frames[1])
        executor.blend(plan())
        executor.estimate()
        shown.append(executor.render(maps, smoothing).result().astype(float))
    executor.close()
    dark = np.s_[:, 4 : WIDTH // 2 - 4]
    assert shown[1][dark].std() < 0.5 * shown[0][dark].std()
    middle = WIDTH // 2
    step = shown[1][:, middle].mean() - shown[1][:, middle - 1].mean()
    assert step > 0.95 * (shown[1][:, middle + 5].mean() - shown[1][:, middle - 6].mean())


@pytest.mark.parametrize(("slope", "stays"), [(1.0, True), (12.0, False)])
def test_a_speck_goes_where_noise_is_heavy_and_stays_where_it_is_not(slope: float, stays: bool) -> None:
    state = torch.full((3, HEIGHT, WIDTH), 30.0)
    state[:, 20, 30] = 60.0
    state[:, :, 40:] = 90.0
    ratio, steep = torch.ones(HEIGHT, WIDTH), torch.full((HEIGHT, WIDTH), slope)
    result = smoothed(state, ratio, steep, NOISE, 1.0, 1)
    assert (result[:, 20, 30] > 50).all() == stays
    assert torch.allclose(result[:, :, :36], torch.tensor(30.0)) == (not stays)
    assert (result[:, :, 44:] > 89).all(), "an edge is no speck"


def test_both_forms_agree_where_only_some_rows_are_heavy_with_noise() -> None:
    rng, results = np.random.default_rng(3), []
    base = np.full((300, 40, 3), 215.0)
    base[130:210] = textured(0, 80, 40) / 3
    frame = noisy(base, rng)
    maps = CurveMaps(torch.full((1, 1, 3, 4, 5), 0.4), 8)
    for executor in both(DCENetPlus()):
        executor.load(frame)
        executor.begin(NOISE)
        executor.estimate()
        results.append(executor.render(maps, 0.8).result().astype(int))
        if isinstance(executor, CpuExecutor):
            assert executor._scene is not None
            scene = executor._scene
            heavy = heavy_blocks(scene.state, scene.ratio, NOISE, executor._slope(maps, maps.alpha[0].numpy()))
            assert heavy.tolist() == [False, False, True, True, False]
        executor.close()
    assert np.abs(results[0] - results[1]).max() <= 1


@pytest.mark.parametrize("size", [(144, 176), (100, 250), (66, 300), (200, 9), (1, 200)], ids=str)
def test_a_small_noisy_picture_of_any_size_is_smoothed(size: tuple[int, int]) -> None:
    rng, results = np.random.default_rng(4), []
    frame = noisy(np.full((*size, 3), 20.0), rng)
    maps = CurveMaps(torch.full((1, 1, 3, 4, 5), 0.8), 8)
    for executor in both(DCENetPlus()):
        executor.load(frame)
        executor.begin(NOISE)
        executor.estimate()
        results.append(executor.render(maps, 0.8).result().astype(int))
        executor.close()
    assert np.abs(results[0] - results[1]).max() <= 1
