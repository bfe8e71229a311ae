"""`kill -9` at random points of a render: no torn file, the next run converges, foreign files stay."""

import random
import shutil
import signal
import subprocess
import time

from fleet import write_fleet
from support import MLP, mlp, snapshot

SEED = 20261124
KILLS = 50


def variant(root, replicas):
    for file in root.glob("teams/*/*.yaml"):
        if file.name != "team.yaml":
            text = file.read_text()
            file.write_text(
                text.replace("replicas: 2", "replicas: X")
                .replace("replicas: 3", "replicas: X")
                .replace("X", str(replicas))
            )


def test_a_killed_render_leaves_every_file_whole_and_the_next_run_converges(tmp_path):
    print(f"seed {SEED}")
    root = write_fleet(tmp_path / "fleet", services=60)
    wholes = []
    for replicas in (2, 3):
        variant(root, replicas)
        started = time.monotonic()
        assert mlp(root, "render").returncode == 0
        duration = time.monotonic() - started
        wholes.append(snapshot(root))
    assert wholes[0] != wholes[1]
    foreign = root / "rendered/notes.txt"
    foreign.write_text("mine")
    link = root / "rendered/link"
    link.symlink_to(tmp_path)
    clock = random.Random(SEED)
    for number in range(KILLS):
        variant(root, 2 + number % 2)
        process = subprocess.Popen([MLP, "render"], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(clock.uniform(0.3, 1.0) * duration)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path, content in snapshot(root).items():
            if path not in {"rendered/notes.txt", "rendered/link"} and not path.endswith(".mlp-partial"):
                assert content in {whole.get(path) for whole in wholes}, f"{path} is torn after kill {number}"
    variant(root, 2)
    assert mlp(root, "render").returncode == 0
    assert foreign.read_text() == "mine"
    assert link.is_symlink()
    foreign.unlink()
    link.unlink()
    assert snapshot(root) == wholes[0]
    shutil.rmtree(root)
