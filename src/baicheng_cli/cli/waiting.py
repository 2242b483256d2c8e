"""A progress bar on the terminal, once the work takes long."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONG = 1.0
"""Seconds of work before a bar is worth its place."""


@contextmanager
def bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """Gives what is told how much of how much is done; shows nothing in a pipe, or before the work takes long."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from time import monotonic

    begun, shown = monotonic(), None

    def tick(done: int, of: int) -> None:
        nonlocal shown
        if shown is None:
            if monotonic() - begun < LONG:
                return
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
            shown = Progress(*columns, console=Console(stderr=True), transient=True)
            shown.add_task(words, total=of)
            shown.start()
        shown.update(shown.task_ids[0], completed=done, total=of)

    try:
        yield tick
    finally:
        if shown is not None:
            shown.stop()


@contextmanager
def steps(words: str, total: int) -> Iterator[Callable[[], None]]:
    """The same for work in steps: gives what is called after each."""
    done = 0
    with bar(words) as tick:

        def step() -> None:
            nonlocal done
            done += 1
            tick(done, total)

        yield step
