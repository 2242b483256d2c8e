"""The user's mistakes: one sentence each, and the exit code that goes with it (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Sequence

from baicheng_cli.diagnostics import Finding


class UserError(Exception):
    """Something we refuse or do not know: unknown unit, a value that cannot be, a closed month."""

    exit_code = 1


class UsageError(UserError):
    """The call itself is wrong: unknown option value, impossible month, missing file or plan."""

    exit_code = 2


class ChangedMeanwhile(UserError):
    """Somebody else changed the file between our reading and our writing."""

    exit_code = 3


class BrokenFile(UserError):
    """A file that cannot be loaded; the findings name every place."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = tuple(findings)


def did_you_mean(word: str, known: Sequence[str], most: int = 3) -> str:
    """`你是不是要找：区城管局、区城建局？`, or nothing when nothing is near."""
    from difflib import get_close_matches

    inside = [name for name in known if word and (word in name or name in word)]
    near = [name for name in get_close_matches(word, known, n=most, cutoff=0.5) if name not in inside]
    found = list(dict.fromkeys(sorted(inside, key=len)[:most] + near))[:most]
    return f"你是不是要找：{'、'.join(found)}？" if found else ""
