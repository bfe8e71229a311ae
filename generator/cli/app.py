"""The command table. Commands are imported when they run, so that `mlp --help` and the hook start fast."""

import importlib
from collections.abc import Mapping

import click

from generator.suggesting import nearest

# name → (module, one line for --help); the function in the module is called `command`.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("init", "Begin a repository: a platform that renders and is clean."),
    "render": ("render", "Write rendered/, argocd/ and CODEOWNERS from the declarations."),
    "check": ("check", "Judge what is committed, or any manifests."),
    "hook": ("hook", "Render and check what is staged; what the pre-commit hook runs."),
    "diff": ("diff", "What changed since a revision: objects, fields, and who can talk to whom."),
    "connections": ("connections", "Who can talk to whom."),
    "capacity": ("capacity", "What is used of each quota: steady, in a rollout, at worst."),
    "placement": ("placement", "Which node pools each workload can run on."),
    "report": ("report", "What the platform is, in a few lines."),
    "new": ("new", "Begin a team or a service with a file that already renders."),
    "promote": ("promote", "Give an environment the release of another."),
    "explain": ("explain", "Explain a rule, or where a rendered line comes from."),
    "waivers": ("waivers", "The accepted exceptions, by owner and expiry."),
    "export": ("export", "What makes a declared cluster: a kind configuration, or variables for Terraform."),
    "policies": ("policies", "Compile the rules for the embedded engine."),
    "schema": ("schema", "The JSON Schema of a kind of declaration, for editors."),
    "doctor": ("doctor", "Which tools and caches are there, and what is missing."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports a command only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import one command, or None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"generator.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the table without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and for a misspelt one say which was probably meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = nearest(args[0], COMMANDS)
            ctx.fail(f"no such command `{args[0]}`" + (f"; did you mean `{near}`?" if near else ""))
        return super().resolve_command(ctx, args)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mlp", prog_name="mlp")
def app() -> None:
    """Teams and services in; Kustomize and Argo CD out; proven before the merge."""
