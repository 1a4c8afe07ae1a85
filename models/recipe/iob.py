"""Names as IOB tags."""

from typing import Sequence


def iob_spans(tags: Sequence[str]) -> "list[tuple[int, int, str]]":
    """Spans of IOB1, IOB2 or IO tags; "O" is no span."""
    spans: "list[tuple[int, int, str]]" = []
    for index, tag in enumerate(tags):
        if tag == "O":
            continue
        prefix, label = tag.split("-", 1)
        if prefix == "I" and spans and spans[-1][1] == index and spans[-1][2] == label:
            spans[-1] = (spans[-1][0], index + 1, label)
        else:
            spans.append((index, index + 1, label))
    return spans
