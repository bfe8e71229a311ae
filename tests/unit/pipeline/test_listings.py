"""What sets listings apart: the same as taking both of them apart entry by entry."""

import random

import pytest

from generator import tree
from generator.pipeline import listings

SEED = 20


def listed(files: dict[str, str]) -> bytes:
    entries = (f"{tree.listed(path, digest)}\0".encode(errors="surrogateescape") for path, digest in files.items())
    return b"".join(sorted(entries, key=lambda entry: entry.partition(b"\t")[2]))


def wanted(files: dict[str, str]) -> list[bytes]:
    return listings.runs(tree.listed(path, digest) for path, digest in files.items())


def names(chance: random.Random, count: int) -> dict[str, str]:
    folders = [f"rendered/team-{team}/service-{each}" for team in range(3) for each in range(4)]
    folders += ["argocd/kind/applications", "argocd/kind/projects", "argocd"]
    return {f"{chance.choice(folders)}/{chance.randrange(40):03d}.yaml": f"{each:040x}" for each in range(count)}


@pytest.mark.parametrize("number", range(200))
def test_what_differs_is_found_wherever_it_lies(number):
    chance = random.Random(f"{SEED} {number}")
    asked = names(chance, chance.randrange(200))
    there = {path: digest for path, digest in asked.items() if chance.random() > number / 400}
    there |= names(chance, chance.randrange(number // 20 + 1))
    missing, others = listings.apart(wanted(asked), listed(there))
    assert missing == dict(asked.items() - there.items())
    assert others == dict(there.items() - asked.items())


def test_a_listing_in_which_nearly_everything_differs_is_taken_apart():
    asked = {f"rendered/a/{each:05d}/file.yaml": f"{each:040x}" for each in range(20_000)}
    there = {path: digest[::-1] for path, digest in asked.items()}
    missing, others = listings.apart(wanted(asked), listed(there))
    changed = {path for path, digest in asked.items() if digest != there[path]}
    assert missing.keys() == others.keys() == changed


def test_what_is_no_file_has_no_digest():
    entry = f"120000 {'0' * 40} 0\trendered/a/b/link.yaml\0".encode()
    assert listings.apart([], entry) == ({}, {"rendered/a/b/link.yaml": ""})


def test_a_name_that_is_not_utf_8_stays_what_it_is():
    files = {"rendered/a/b/\udcff.yaml": "1" * 40}
    assert listings.apart([], listed(files)) == ({}, files)
    assert listings.apart(wanted(files), listed(files)) == ({}, {})
