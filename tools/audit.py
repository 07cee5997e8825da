"""Ask whether a pinned dependency has a known weakness: ``python tools/audit.py``.

Ends with 1 where one has.  Where the data of known weaknesses can't be reached, it says so and ends with 0: the last
audit by hand stands in docs/threats.md.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 90


def verdict(answer: dict[str, Any]) -> tuple[int, list[str]]:
    """Give the exit code and what to say for pip-audit's JSON."""
    known = [one for one in answer.get("dependencies", []) if "skip_reason" not in one]
    skipped = [one["name"] for one in answer.get("dependencies", []) if "skip_reason" in one]
    weak = [one for one in known if one["vulns"]]
    lines = [
        f"{one['name']} {one['version']}: {weakness['id']}, mended in {weakness['fix_versions'] or 'no version yet'}"
        for one in weak
        for weakness in one["vulns"]
    ]
    if not known:
        return 0, [unreached("no package is known there")]
    lines.append(f"{len(known)} pinned packages audited, {len(weak)} with a known weakness")
    if skipped:
        lines.append(f"not audited: {', '.join(sorted(skipped))}")
    return int(bool(weak)), lines


def unreached(why: str) -> str:
    """Give the line for an audit that could not be made."""
    return f"the data of known weaknesses can't be reached here ({why}): nothing was audited; see docs/threats.md"


def main() -> int:
    """Audit requirements/app.txt, what runs in use; give the exit code."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner=off"]
    command += ["-f", "json", "--timeout", "8", "-r", str(ROOT / "requirements" / "app.txt")]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)  # noqa: S603
        code, lines = verdict(json.loads(ran.stdout))
    except subprocess.TimeoutExpired:
        code, lines = 0, [unreached("no answer")]
    except ValueError:
        code, lines = 0, [unreached("no answer that can be read")]
    for line in lines:
        sys.stdout.write(f"audit: {line}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
