"""What an error says."""


def first_line(error: BaseException) -> str:
    """The first line of an error, whose others are details for programmers; its type where it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
