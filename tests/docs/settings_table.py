"""The table of docs/settings.md: every setting, its default and what it is for."""

from hub.settings import Settings


def settings_table() -> str:
    """The table of docs/settings.md."""
    lines = ["| Setting | Default | Meaning |", "|---|---|---|"]
    for name, info in Settings.model_fields.items():
        default = "" if info.default is None else str(info.default)
        lines.append(f"| `HUB_{name.upper()}` | {f'`{default}`' if default else 'none'} | {info.description} |")
    return "\n".join(lines) + "\n"
