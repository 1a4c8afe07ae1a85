"""What a Flex Template's launcher starts: `newslake ingest` on Dataflow, with the template's parameters."""

import sys
from typing import Optional, Sequence

from deploy.dataflow.parameters import command_line
from pipelines import ingest

RUNNER = "--runner=DataflowRunner"


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Describe the job to Dataflow and give the exit status of `newslake ingest`."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    line = command_line(arguments)
    return ingest.run(line if any(one.startswith("--runner") for one in line) else [*line, RUNNER])


if __name__ == "__main__":
    sys.exit(main())
