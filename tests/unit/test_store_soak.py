"""The store under kill -9: what was acknowledged is there, what was not is wholly absent."""

import random
import signal
import subprocess
import sys
import time

import pytest

from frontlines.store import Store

WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from store_world import extraction
from frontlines.store import Store
store = Store(sys.argv[2])
print("ready", flush=True)
for number in range(int(sys.argv[3]), 10_000):
    store.add(extraction(number))
    print(number, flush=True)
"""


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_the_store_holds_what_it_acknowledged(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    acknowledged = 0
    for _ in range(6):
        command = [sys.executable, "-c", WRITER, __file__.rpartition("/")[0], url, str(acknowledged)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.0, 0.4))
            writer.send_signal(signal.SIGKILL)
            told = writer.stdout.read().split("\n")
        # The last line may be cut; a line that ended with its line break was acknowledged.
        acknowledged = max([acknowledged, *(int(line) + 1 for line in told[:-1])])
        store = Store(url)
        assert store.check() == []
        kept = {article.id for article in store.articles()}
        assert {f"{number:016x}" for number in range(acknowledged)} <= kept
        assert store.count() == len(kept) <= acknowledged + 1
    assert acknowledged > 0
