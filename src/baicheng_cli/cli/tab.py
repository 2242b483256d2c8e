"""What the shell offers when somebody presses Tab: the script of cli/completion.py asks here.

The program is then called with _BAICHENG_COMPLETE set to the shell's name. Its first line says what follows: `words`
(`nospace`: to be gone on with), `files` or `folders`; then one offer a line, a tab, and what the shell shows for it.
What can stand at the cursor, whatever the shell, is found in cli/tab_offers.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from baicheng_cli.cli.tab_offers import Offer, folded, offers_for

_WIDEST_HELP = 60


def answer(shell: str, arguments: Sequence[str]) -> str:
    """What the shell's script is told; `arguments` are what the script passes on."""
    if shell == "bash":
        return _for_bash(*arguments)
    *words, typed = arguments
    if shell == "fish":
        typed = Line(typed).typed
    found = offers_for(words[1:], typed)
    width = int(words[0] or 80)
    shown = found.offers if shell == "fish" else _aligned(found.offers, width)
    lines = [
        f"{found.head}{offer.value}\t{offer.help if shell == 'fish' else said}"
        for offer, said in zip(found.offers, shown, strict=True)
    ]
    return "\n".join([found.kind, *lines]) + "\n"


class Line:
    """A bash command line up to the cursor, quotes and backslashes understood; the last word may be open."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        """Whole words before the cursor, without quotes."""
        self.raw = ""
        """The last word as it stands in the line."""
        self.typed = ""
        """The last word without quotes."""
        self.quote = ""
        """The quote that is open at the cursor."""
        open_word, after_backslash = False, False
        for one in text:
            if one in " \t\n" and not self.quote and not after_backslash:
                if open_word:
                    self.words.append(self.typed)
                self.raw, self.typed, open_word = "", "", False
                continue
            open_word = True
            if after_backslash:
                self.typed, after_backslash = self.typed + one, False
            elif one == "\\" and self.quote != "'":
                after_backslash = True
            elif one == self.quote:
                self.quote = ""
            elif one in "'\"" and not self.quote:
                self.quote = one
            else:
                self.typed += one
            self.raw += one

    def put(self, head: str, value: str, breaks: str) -> str:
        """What bash has to put in the place of the word it sees, which begins after a quote or a breaking mark."""
        if self.quote == "'":
            return value.replace("'", "'\\''")
        if self.quote == '"':
            return re.sub(r'([\\"$`])', r"\\\1", value)
        whole = head + re.sub(r"([\s\\'\"$`&|;<>()*?\[\]{}#~!])", r"\\\1", value)
        stays = max((self.raw.rfind(mark) + 1 for mark in breaks if mark in "=:"), default=0)
        return whole[stays:] if whole[:stays] == self.raw[:stays] else whole


def _for_bash(text: str, breaks: str, asking: str, columns: str) -> str:
    """Replies ready to be put in; when several are listed, each with what it is.

    bash puts in what all replies have in common, so a heading that has nothing in common with them keeps it from
    replacing what was typed (绿) by the beginning of what was found (3.).
    """
    line = Line(text)
    found = offers_for(line.words[1:], line.typed)
    replies = [line.put(found.head, offer.value, breaks) for offer in found.offers]
    if len(replies) > 1 and asking not in _ONE_BY_ONE:
        replaced = not all(folded(offer.value).startswith(folded(found.typed)) for offer in found.offers)
        shown = [Offer(reply, offer.help) for reply, offer in zip(replies, found.offers, strict=True)]
        replies = [*([f"〔含“{found.typed}”的〕"] if replaced else []), *_aligned(shown, int(columns or 80))]
    return "\n".join([found.kind, *replies]) + "\n"


_ONE_BY_ONE = ("37", "42")
"""COMP_TYPE when bash goes through the replies one by one, or puts in all of them."""


def _aligned(offers: Sequence[Offer], width: int) -> list[str]:
    """Values in a column, and what each is behind it, on one line of the terminal."""
    from baicheng_cli.views.tables import padded, width_of, wrapped

    if not any(one.help for one in offers):
        return [one.value for one in offers]
    column = max(width_of(one.value) for one in offers)
    room = min(_WIDEST_HELP, width - column - 4)
    lines = []
    for one in offers:
        help = " ".join(one.help.split())
        if width_of(help) > room:
            help = wrapped(help, room - 2)[0] + "…" if room > 10 else ""
        lines.append(f"{padded(one.value, column)}  {help}".rstrip())
    return lines
