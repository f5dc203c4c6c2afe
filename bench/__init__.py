"""Every figure that the README states, reproducible with one command."""
