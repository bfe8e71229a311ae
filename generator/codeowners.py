"""CODEOWNERS: who reviews what. GitHub reads it from top to bottom and the last match wins
(docs.github.com, "About code owners").
"""

from generator.model import Declarations


def codeowners(declarations: Declarations) -> str:
    """The file's lines without the header: the platform team owns everything; a team owns its services and what is
    rendered from them, but neither its own limits (`team.yaml`) nor its tenancy.
    """
    platform = " ".join(declarations.platform.owners)
    lines = [f"* {platform}"]
    for team in declarations.teams.values():
        owners = " ".join(team.owners)
        lines += [
            f"/teams/{team.name}/ {owners}",
            f"/teams/{team.name}/team.yaml {platform}",
            f"/rendered/{team.name}/ {owners}",
            f"/rendered/{team.name}/_tenancy/ {platform}",
        ]
    return "\n".join(lines) + "\n"
