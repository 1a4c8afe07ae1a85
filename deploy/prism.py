"""Prism, Beam's runner in Go, built from its module: `python -m deploy.prism` prints the path of the binary."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from apache_beam.version import __version__ as BEAM

from deploy.flink.jars import default_cache

MODULE = "github.com/apache/beam/sdks/v2/go/cmd/prism"


class PrismError(RuntimeError):
    """Prism cannot be built."""


def build(cache: Path) -> Path:
    """The path of Prism in the version of the installed Beam, built unless it is there.

    Go checks what it fetches against the module's checksums. It takes some minutes and a recent Go.

    :raises PrismError: there is no Go, or it fails.
    """
    folder = cache / f"prism-{BEAM}"
    prism = folder / "prism"
    if prism.exists():
        return prism
    go = shutil.which("go")
    if go is None:
        raise PrismError("Go is needed to build Prism and is not on the PATH")
    command = [go, "install", f"{MODULE}@v{BEAM}"]
    done = subprocess.run(
        command, env={**os.environ, "GOBIN": str(folder)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise PrismError(f"{' '.join(command)} failed:\n{done.stdout}")
    return prism


def main() -> int:
    """Build Prism and print where it is; exit status 1 if that fails."""
    try:
        print(build(default_cache()))
    except PrismError as error:
        print(f"deploy.prism: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
