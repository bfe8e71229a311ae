"""What names a file's content: the id that git gives it, so that git can be asked where the file need not be read."""

import hashlib

# Digits of a digest.
LENGTH = 40


def digest(content: bytes) -> str:
    """The id of a blob. Source: git's documentation, "Git Internals - Git Objects"."""
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()
