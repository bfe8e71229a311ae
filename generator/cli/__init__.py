"""The command line: one module per command, and the one place where failures become exit codes."""

from generator.cli.boundary import main

__all__ = ["main"]
