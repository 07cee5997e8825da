"""Runs the benchmarks and prints one table; ends with 1 where a limit is not kept."""

import importlib
import os
import pkgutil
import sys
from pathlib import Path

# One thread on both sides: set before numpy is loaded.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def main() -> int:
    wanted = sys.argv[1:]
    names = [m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if not wanted or m.name in wanted]
    rows = []
    for name in names:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "run"):
            print(f"{name} …", file=sys.stderr, flush=True)
            rows += module.run()
    if not rows:
        print(f"no such benchmark: {' '.join(wanted)}", file=sys.stderr)
        return 2
    lines = [("what", "ours", "peer", "ratio", "limit", "")]
    lines += [(r.name, r.ours, r.peer, f"{r.ratio:.2f}", r.limit_words, "ok" if r.kept else "MISSED") for r in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
