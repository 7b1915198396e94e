"""A process that leaves is gone whatever its threads are at, and what has something to complete is waited for."""

from __future__ import annotations

import subprocess
import sys

PATIENCE_S = 60
"""Only a failing test waits so long."""

WAITING_ROWS = """
from lowlight_live.enhance.row_threads import RowThreads
from lowlight_live.gui.background.leaving import leave
rows = RowThreads(3)
rows.share(100, lambda first, last: None)
leave(7)
"""

COMPLETING = """
import threading
from lowlight_live.gui.background.leaving import leave
leaving = threading.Event()

def complete():
    leaving.wait()
    print("complete")

threading.Thread(target=complete).start()
leaving.set()
leave(7)
"""


def ended(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE_S)


def test_rows_that_nobody_has_closed_hold_up_nothing() -> None:
    assert ended(WAITING_ROWS).returncode == 7


def test_what_has_something_to_complete_is_waited_for() -> None:
    done = ended(COMPLETING)
    assert (done.returncode, done.stdout) == (7, "complete\n")
