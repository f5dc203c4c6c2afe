"""Counts in words: one of a thing is not called by its plural. Pure."""


def count_words(count: int, one: str, many: str | None = None) -> str:
    """ "1 contract", "1,200 contracts"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
