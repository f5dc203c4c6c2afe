"""An event in its plain form: what the core works on, its days and decimals as numbers."""

from typing import Any

Plain = dict[str, Any]
