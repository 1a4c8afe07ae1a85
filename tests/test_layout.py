"""What may import what: the steps stay apart, and only their transform.py knows Beam."""

import ast
from pathlib import Path
from typing import Iterator

import pytest

ROOT = Path(__file__).resolve().parents[1]
TRANSFORMS = sorted((ROOT / "transforms").rglob("*.py"))
# No step: the client of the web, which several steps share.
SHARED = ("web",)
STEPS = {path.name for path in (ROOT / "transforms").iterdir() if (path / "__init__.py").exists()} - set(SHARED)


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", TRANSFORMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_step_imports_no_other_step_and_beam_in_its_transform_only(path):
    modules = list(imported(path))
    steps = {module.split(".")[1] for module in modules if module.startswith("transforms.")} & STEPS
    assert steps <= {path.relative_to(ROOT).parts[1]}
    assert path.name == "transform.py" or not any(module.split(".")[0] == "apache_beam" for module in modules)


def test_what_is_shared_imports_nothing_above_it():
    for path in TRANSFORMS:
        assert not any(module.split(".")[0] == "pipelines" for module in imported(path)), path
    for path in (ROOT / "schemas").glob("*.py"):
        assert not any(module.split(".")[0] in ("pipelines", "transforms") for module in imported(path)), path
