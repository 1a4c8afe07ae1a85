"""Packaging; also what Beam's `--setup_file ./setup.py` takes to install newslake on workers."""

import json
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
MODEL = "en_newslake_sm"
MODEL_FOLDER = Path("models") / MODEL


def requirements() -> "list[str]":
    """What newslake needs to run, as in requirements.in."""
    lines = (HERE / "requirements.in").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def version() -> str:
    """newslake's version, read and not imported: building must not need its dependencies."""
    namespace: "dict[str, str]" = {}
    exec((HERE / "schemas" / "version.py").read_text(encoding="utf-8"), namespace)
    return namespace["VERSION"]


def model_meta() -> "dict[str, str]":
    """The model's name, version and licence, from its own meta.json."""
    return json.loads((HERE / MODEL_FOLDER / "meta.json").read_text(encoding="utf-8"))


class build_with_model(build_py):
    """Gives the model in the wheel its own metadata, as a spaCy package has.

    `spacy.load(name)` asks importlib.metadata for a distribution of that name. A wheel can hold only
    one `.dist-info`, newslake's; an `.egg-info` beside it is found just as well.
    """

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        meta = model_meta()
        folder = Path(self.build_lib) / f"{MODEL}-{meta['version']}.egg-info"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "PKG-INFO").write_text(
            "Metadata-Version: 2.1\n"
            f"Name: {MODEL.replace('_', '-')}\n"
            f"Version: {meta['version']}\n"
            f"License: {meta['license']}\n",
            encoding="utf-8",
        )


def model_files() -> "list[str]":
    """Every file of the model's package, relative to it."""
    root = HERE / MODEL_FOLDER
    return [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ]


setup(
    name="newslake",
    version=version(),
    description="News articles in, facts out: names and relations as partitioned Parquet",
    license="Apache-2.0",
    python_requires=">=3.10,<3.14",  # those that Beam and spaCy have wheels for
    packages=find_packages(include=["pipelines", "pipelines.*", "transforms", "transforms.*", "schemas"]) + [MODEL],
    package_dir={MODEL: str(MODEL_FOLDER)},
    package_data={"": ["*.yaml", "*.csv"], MODEL: model_files()},
    install_requires=requirements(),
    entry_points={
        "console_scripts": ["newslake = pipelines.cli:main", "newslake-boot = pipelines.boot:main"],
        "spacy_factories": [
            "newslake_paragraphs = transforms.annotation.paragraphs:make_paragraphs",
            "newslake_mentions = transforms.annotation.mentions:make_mentions",
            "newslake_relations = transforms.relations.component:make_relations",
        ],
    },
    cmdclass={"build_py": build_with_model},
)
