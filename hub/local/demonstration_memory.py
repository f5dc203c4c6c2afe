"""Whether an instance holds the demonstration, kept beside its data: illustrative events stand in its log for good."""

from pathlib import Path
from typing import Final

FILE: Final = Path("data") / "demonstration"
WORDS: Final = (
    "This instance holds the demonstration: its pages open on the demonstration's day. hub up reads this file.\n"
)


def remember(home: Path) -> None:
    """Raises OSError."""
    file = home / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(WORDS)


def is_held(home: Path) -> bool:
    return (home / FILE).exists()
