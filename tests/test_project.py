"""What holds for the project as a whole: a light start, one version, a complete wheel, links that lead somewhere."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import lowlight_live

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "models/**/*.md", "samples/**/*.md", "benchmarks/**/*.md")
    for page in ROOT.glob(pattern)
)

# What takes long to import, and what no start of the program may load before it is needed.
HEAVY = {"PyQt6", "av", "cv2", "matplotlib", "numba", "torch"}


def run_python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in the checkout and return what it said, whatever its exit status."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("arguments", [("-c", "import lowlight_live"), ("-m", "lowlight_live", "--help")])
def test_start_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    done = run_python("-X", "importtime", *arguments)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
    assert "lowlight_live" in loaded
    assert not HEAVY & loaded


def test_help_names_the_program() -> None:
    done = run_python("-m", "lowlight_live", "--help")
    assert done.returncode == 0, done.stderr
    assert "lowlight-live" in done.stdout


def test_version_stands_in_one_place() -> None:
    assert "version" not in PYPROJECT["project"]
    assert PYPROJECT["tool"]["hatch"]["version"]["path"] == "lowlight_live/__init__.py"
    installed = version("lowlight-live")
    assert installed == lowlight_live.__version__, "install again (make test does): the version has changed since"


def test_changelog_names_the_version() -> None:
    release = lowlight_live.__version__.partition(".dev")[0]
    headings = re.findall(r"^## .*$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert any(release in heading for heading in headings), f"no heading of {headings} names {release}"


def test_constraints_pin_every_dependency_within_its_bounds() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    exact = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}
    assert all(re.fullmatch(r"[0-9][0-9a-z.]*", number) for number in exact.values()), "an exact, public version each"

    extras = PYPROJECT["project"]["optional-dependencies"].values()
    for line in [*PYPROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]:
        wanted = Requirement(line)
        if wanted.name == "triton":  # each build of torch for CUDA pins its own
            assert "triton" not in exact
            continue
        assert wanted.specifier.contains(exact[canonicalize_name(wanted.name)]), f"constraints.txt breaks {line}"


def test_every_package_that_is_imported_is_a_declared_dependency() -> None:
    imported = set()
    for path in (ROOT / "lowlight_live").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imported.add(str(node.module).partition(".")[0])

    extras = PYPROJECT["project"]["optional-dependencies"]
    lines = [
        *PYPROJECT["project"]["dependencies"],
        *(line for name in extras if name != "dev" for line in extras[name]),
    ]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    providers = packages_distributions()
    # Triton belongs to the builds of torch for CUDA, which pin its version; it is used where it is there.
    foreign = imported - sys.stdlib_module_names - {"lowlight_live", "triton"}
    undeclared = {
        name for name in foreign if not declared & {canonicalize_name(package) for package in providers.get(name, [])}
    }
    assert not undeclared


def test_qt_starts_without_a_screen() -> None:
    program = "from PyQt6.QtWidgets import QApplication; print(QApplication(['test']).platformName())"
    done = run_python("-c", program, QT_QPA_PLATFORM="offscreen")
    assert done.stdout.strip() == "offscreen", f"{done.stderr}\npython .ci/qt_packages.py sees to what is missing"


def test_wheel_carries_weights_samples_and_catalogues(tmp_path: Path) -> None:
    done = run_python("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    manifest = tomllib.loads((ROOT / "models" / "manifest.toml").read_text(encoding="utf-8"))
    wanted = {"lowlight_live/__main__.py", "lowlight_live/models/manifest.toml"}
    for entry in manifest.values():
        wanted |= {f"lowlight_live/models/{entry[key]}" for key in ("file", "card")}
    samples = [path.name for path in (ROOT / "samples").glob("[!.]*") if path.suffix != ".py"]
    wanted |= {f"lowlight_live/samples/{name}" for name in samples}
    catalogues = [path.name for path in (ROOT / "lowlight_live" / "gui" / "texts" / "locale").glob("*.ts")]
    wanted |= {f"lowlight_live/gui/texts/locale/{name}" for name in catalogues}
    assert manifest
    assert samples
    assert catalogues
    assert not wanted - names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"lowlight_live"}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_that_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    targets = re.findall(r"\]\(\s*<?([^)\s>]+)", prose) + re.findall(r"""\bsrc=["']([^"']+)""", prose)
    local = [target.partition("#")[0] for target in targets if not re.match(r"[a-z][a-z+.-]*:", target)]
    missing = [target for target in local if target and not ((ROOT / page).parent / target).exists()]
    assert not missing
