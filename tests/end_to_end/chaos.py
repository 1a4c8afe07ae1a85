"""`python -m tests.end_to_end.chaos --rounds 200`, or `make chaos`: rounds of violence against lakes."""

import argparse
import collections
import dataclasses
import shutil
import sys
import tempfile
from pathlib import Path

from tests.end_to_end.chaos_rounds import BEAM_HARM, HARM, play, write_all, write_through_beam


def main() -> int:
    """Play rounds and say how they went; 1 if one of them was wrong. Lakes of wrong rounds are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="of the first round; the others follow")
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--not-exclusive", action="store_true", help="create without exclusion: it must be found out")
    parser.add_argument("--through-beam", action="store_true", help="write with the graph, every bundle of which is replayed")
    parser.add_argument("--folder", type=Path, help="where lakes are made (default: a temporary folder)")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="chaos-", dir=options.folder))
    totals, wrong = collections.Counter(), 0
    harm = dataclasses.replace(BEAM_HARM if options.through_beam else HARM, exclusive=not options.not_exclusive)
    write = write_through_beam if options.through_beam else write_all
    for seed in range(options.seed, options.seed + options.rounds):
        outcome = play(seed, folder, writers=options.writers, harm=harm, write=write)
        for name in ("kills", "errors", "merges", "looks", "retries", "seconds"):
            totals[name] += getattr(outcome, name)
        if outcome.differences:
            wrong += 1
            print(f"round {seed} in {folder}/lake-{seed}: " + "; ".join(outcome.differences[:6]), flush=True)
        else:
            shutil.rmtree(folder / f"lake-{seed}")
    print(
        f"{options.rounds} rounds, {wrong} with differences; {totals['kills']} kills, "
        f"{totals['errors']} failed changes, {totals['merges']} files merged of several, "
        f"{totals['looks']} looks by readers, {totals['retries']} more told that a file was gone, "
        f"{totals['seconds']:.0f} s"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
