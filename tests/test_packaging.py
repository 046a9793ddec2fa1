"""What a fresh machine relies on: requirements, the Makefile, the container, the studio's settings, the README."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from styletransfer.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 2**20

# Name of an import -> name of the package that provides it, where they differ.
PACKAGES = {
    "PIL": "pillow", "cv2": "opencv-python-headless", "skimage": "scikit-image", "sklearn": "scikit-learn",
    "importlinter": "import-linter", "dlib": "dlib-bin", "playwright": "pytest-playwright", "yaml": "pyyaml",
}  # fmt: skip
# Not imported by name: two files of clip-anytorch are loaded by their place, they need two, and it asks for the last.
LOADED_BY_PLACE = {"clip-anytorch", "ftfy", "regex", "torchvision"}
OWN = {"styletransfer", "scripts", "tests", "conftest"}


def requirements(name: str) -> dict[str, str]:
    """Return package -> range of a requirements file, in lower case and with hyphens."""
    found = {}
    for line in (ROOT / name).read_text().splitlines():
        if line and not line.startswith(("#", "-r")):
            package, bounds = re.fullmatch(r"([A-Za-z0-9_.-]+?)((?:[<>=!~]=?[^,]+,?)*)", line.strip()).groups()  # type: ignore[union-attr]
            found[package.lower().replace("_", "-")] = bounds
    return found


def imported(*places: str) -> Iterator[tuple[str, Path]]:
    """List the third-party packages that the Python files under `places` import, and where."""
    for place in places:
        path = ROOT / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                    names = [node.module]
                for top in {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - OWN:
                    yield PACKAGES.get(top, top).lower().replace("_", "-"), file


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-mesh.txt"])
def test_every_requirement_has_a_floor_and_a_ceiling(name: str) -> None:
    found = requirements(name)
    assert len(found) >= 3
    unbounded = [package for package, bounds in found.items() if not re.fullmatch(r">=[\d.]+,<[\d.]+", bounds)]
    assert unbounded == []


def test_what_the_studio_imports_is_required() -> None:
    required = requirements("requirements.txt")
    missing = {f"{package} ({file.name})" for package, file in imported("styletransfer", "views", "app.py")
               if package not in required}  # fmt: skip
    assert missing == set()


def test_what_is_required_is_imported() -> None:
    used = {package for package, _ in imported("styletransfer", "views", "app.py")}
    assert set(requirements("requirements.txt")) - used == LOADED_BY_PLACE


def test_what_tests_and_scripts_import_is_required() -> None:
    files = ("requirements.txt", "requirements-dev.txt", "requirements-mesh.txt")
    required = set().union(*(requirements(name) for name in files))
    siblings = {path.stem for path in (ROOT / "tests").rglob("*.py")} | {"gallery", "perceptual"}
    missing = {f"{package} ({file.name})" for package, file in imported("tests", "scripts")
               if package not in required and package.replace("-", "_") not in siblings}  # fmt: skip
    assert missing == set()


def test_no_package_index_is_named() -> None:
    files = [ROOT / name for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml", "Makefile",
                                      "Dockerfile", "README.md", ".ci/run")]  # fmt: skip
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert "index-url" not in text or file.name == "README.md", file
        assert not re.search(r"https?://[\w.]*(pypi|pythonhosted|download\.pytorch)", text), file


def test_the_package_metadata_is_whole() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["requires-python"] == ">=3.11,<3.14"
    assert project["project"]["scripts"] == {"styletransfer": "styletransfer.cli:main"}
    assert (ROOT / "styletransfer" / "py.typed").is_file()
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")


def test_the_container_is_unprivileged_watched_and_keeps_its_data() -> None:
    lines = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users == ["studio"]
    assert lines.index("USER studio") < next(i for i, line in enumerate(lines) if line.startswith("CMD "))
    text = "\n".join(lines)
    for wanted in ("FROM python:3.12-slim", 'ARG PIP_EXTRA=""', "EXPOSE 8501", "VOLUME /data", "/_stcore/health",
                   "HEALTHCHECK ", "STYLETRANSFER_DATA=/data", "STYLETRANSFER_MODELS=/data/models", "LD_PRELOAD=",
                   "--server.address=0.0.0.0"):  # fmt: skip
        assert wanted in text, wanted
    assert (ROOT / "packages.txt").read_text().split() == ["libtcmalloc-minimal4"]


def test_the_containers_health_check_is_valid_python() -> None:
    found = re.search(r'CMD \["python", "-c", "(.+)"\]', (ROOT / "Dockerfile").read_text())
    assert found is not None
    compile(found[1], "health check", "exec")


def test_container_leaves_secrets_and_caches_out() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", ".env", ".streamlit/secrets.toml", "tests"} <= set(ignored)
    assert not {"styletransfer", "weights", "views", ".streamlit"} & set(ignored)


def test_the_studio_is_configured() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["server"]["maxUploadSize"] * MEGABYTE == Settings.model_fields["max_file_bytes"].default
    assert config["server"]["fileWatcherType"] == "none"
    assert config["server"]["enableXsrfProtection"] is True
    assert config["server"]["enableCORS"] is True
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["toolbarMode"] == "minimal"
    assert config["client"]["showErrorDetails"] == "none"
    assert {"light", "dark"} <= set(config["theme"])


def test_the_studios_settings_exist_and_its_fonts_are_at_hand() -> None:
    from streamlit import config

    table = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())

    def leaves(prefix: str, found: dict[str, object]) -> Iterator[tuple[str, object]]:
        for key, value in found.items():
            name = f"{prefix}.{key}" if prefix else key
            yield from leaves(name, value) if isinstance(value, dict) else [(name, value)]

    known = set(config._config_options_template)
    for name, value in leaves("", table):
        assert name in known, name
        if name.lower().endswith("font"):
            assert value in ("sans-serif", "serif", "monospace")
        assert "://" not in str(value), name


def channels(colour: str) -> list[float]:
    """Return linear red, green and blue of "#rrggbb"."""
    values = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    light, dark = sorted((sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), channels(colour), strict=True))
                          for colour in (one, other)), reverse=True)  # fmt: skip
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_themes_are_readable(theme: str) -> None:
    colours = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"][theme]
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(colours["textColor"], colours[ground]) >= 7
        assert contrast(colours["linkColor"], colours[ground]) >= 4.5
    assert contrast(colours["primaryColor"], "#ffffff") >= 4.5
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= 3


def test_the_readmes_commands_and_files_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(re.findall(r"`[^`]+`|```.*?```", readme, flags=re.DOTALL))))
    assert {"run", "test"} <= named <= targets
    links = re.findall(r"\]\((?!https?:|#)([^)]+)\)", readme)
    assert links
    made = {"docs/sheet.jpg", "docs/studio.png", "docs/benchmarks.md"}
    assert [link for link in links if link not in made and not (ROOT / link).exists()] == []


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not on this machine")
def test_every_make_target_can_be_planned() -> None:
    for target in ("help", "run", "test", "lint", "bench", "weights", "clean"):
        done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_continuous_integration_runs_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    text = script.read_text()
    assert text.startswith("#!/usr/bin/env bash")
    assert "set -euo pipefail" in text
    assert text.rstrip().endswith("make test")


def test_no_file_of_the_repository_is_large() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run([git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, check=True).stdout  # fmt: skip
    files = [ROOT / name for name in listed.decode().split("\0") if name]
    assert len(files) > 50
    assert [file for file in files if file.is_file() and file.stat().st_size > 10 * MEGABYTE] == []
