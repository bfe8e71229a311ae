"""The one error boundary: what went wrong is said on standard error, and becomes the exit code of the design."""

from collections.abc import Sequence

import click

from generator.cli.app import app
from generator.errors import ExitCode, InputError, MlpError

_INTERRUPTED = 130  # what shells use for a process ended by Ctrl-C


def run(arguments: Sequence[str] | None = None) -> int:  # noqa: PLR0911 - one return for each way a run can end
    """Run a command; return its exit code. Nothing that a command raises gets past here."""
    try:
        result = app.main(args=arguments, prog_name="mlp", standalone_mode=False)
        click.echo(nl=False)  # flushes: what a reader or a disk does not take is met here
        return int(result or ExitCode.CLEAN)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except MlpError as error:
        _say(error)
        return error.exit_code
    except BrokenPipeError:
        # The reader (head, less) went away, which is its right.
        return ExitCode.CLEAN
    except OSError as error:
        _say(error)
        return ExitCode.UNCHECKED
    except Exception:  # noqa: BLE001 - the boundary: whatever is left is a bug of ours
        return _bug()


def _say(error: Exception) -> None:
    for line in str(error).splitlines():
        click.echo(f"error: {line}" if not isinstance(error, InputError) else line, err=True)
    if isinstance(error, InputError):
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count != 1 else ''}; nothing was written", err=True)


def _bug() -> int:
    """Keep the traceback for whoever mends it; a person gets one line."""
    import tempfile  # noqa: PLC0415 - they take long to import
    import traceback  # noqa: PLC0415

    with tempfile.NamedTemporaryFile("w", prefix="mlp-bug-", suffix=".txt", delete=False, encoding="utf-8") as report:
        traceback.print_exc(file=report)
    click.echo(f"error: this is a bug in mlp, not in your input; please report it with {report.name}", err=True)
    return ExitCode.BUG
