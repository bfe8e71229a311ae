"""Names: what they may look like, how long they may be, and which known one was probably meant."""

import re

LABEL = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
LABEL_WORDS = "a DNS label (lower-case letters, digits, inner hyphens)"
LONGEST_LABEL = 63
# A CronJob's name leaves 11 characters for the Jobs that it makes, a StatefulSet's for its revision label; a service
# may change its blueprint, so the tightest bound holds for all (kubernetes.io, "CronJob"; apps/v1 controller hashes).
LONGEST_SERVICE = 52


def fault(name: str, longest: int = LONGEST_LABEL) -> str:
    """Why a name cannot be used, in words that follow the name; empty if it can."""
    if not LABEL.fullmatch(name):
        return f"is not {LABEL_WORDS}, beginning with a letter"
    return f"has {len(name)} characters, and {longest} are the most" if len(name) > longest else ""
