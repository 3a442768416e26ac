"""No word of a person and no secret reaches a log, also when things go wrong."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from tests.handlers import canary_story as told

ROOT = Path(__file__).parents[2]


def test_a_story_with_faults_leaves_no_word_in_the_log(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.handlers.canary_story", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    events = {json.loads(line)["event"] for line in ran.stderr.splitlines()}
    assert events >= {"intake.stored", "turn.failed", "turn.set_aside", "sender.trouble", "update.unreadable"}
    codes = ran.stdout.split("\n")
    assert len(codes[0]) == 19
    token = told.TOKEN
    secrets = [token, quote(token, safe=""), base64.b64encode(token.encode()).decode(), token.partition(":")[2]]
    words = [told.NAME, told.PLACE, told.WORDS, told.LATER, "CANARY", "canary", "楼梯口", "李", str(told.ACCOUNT)]
    found = [word for word in [*secrets, *words, *codes[:2]] if word in ran.stderr]
    escaped = json.dumps("楼梯口")[1:-1]
    assert [*found, *([escaped] if escaped in ran.stderr else [])] == []
