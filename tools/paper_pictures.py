"""Pictures of every paper, page beside page, from the demonstration data (tools/pictures.py draws them along)."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / ".cache" / "fonts" / "fonts.conf"
"""The shapes of the standard, where .ci/fonts has fetched them."""
_MARK = re.compile(rb"<!-- baicheng \w+ [0-9a-f]+ -->")
"""By which baicheng knows its own pages; it holds a digest of the version, too."""
MONTH = ["--month", "2019-09"]


class Shown(NamedTuple):
    """A document in a picture: the words that make it, and which of its pages are shown."""

    words: Sequence[str]
    pages: Sequence[int]
    template: str


ISSUED = ["notice", "3.3", *MONTH, "--dated", "2019-09-30", "--limit", "2019-10-31", "--issue"]
REMINDING = ["notice", "--remind", "1", "--month", "2019-10", "--as-of", "2019-11-08", "--dated", "2019-11-08"]
PAPERS: dict[str, tuple[int, tuple[Shown, ...]]] = {
    "report.png": (66, (Shown(["report", *MONTH], (1, 3, 4), "report"),)),
    "brief-bulletin.png": (
        66,
        (
            Shown(["report", *MONTH, "--brief"], (1,), "report_brief"),
            Shown(["bulletin", *MONTH], (1, 5), "bulletin"),
        ),
    ),
    "notices.png": (
        66,
        (
            Shown(["notice", "3.3", *MONTH], (1,), "notice"),
            Shown([*REMINDING, "--limit", "2019-11-30"], (1,), "reminder"),
            Shown(["notice", "3.1", *MONTH], (1,), "letter"),
        ),
    ),
    "breakdown.png": (60, (Shown(["breakdown", "--as-of", "2019-09-25"], (1,), "breakdown"),)),
}
"""By name: dots in an inch, and what stands side by side."""


def paper_digests(folder: Path) -> dict[str, str]:
    """What each picture shows: the paper's text without the data's version, its template, and the styles."""
    data = _with_a_paper_issued(folder)
    version = _version(data)
    found = {}
    for name, (_, shown) in PAPERS.items():
        parts = [ROOT / "templates" / "word" / "styles.yaml"]
        text = b""
        for one in shown:
            parts.append(ROOT / "templates" / "word" / f"{one.template}.txt")
            text += _MARK.sub(b"", _run(one.words, data).replace(version, b""))
        found[name] = hashlib.sha256(text + b"".join(part.read_bytes() for part in parts)).hexdigest()
    return found


def draw_papers(folder: Path, pictures: Path) -> None:
    """All pictures; pages are kept small by a palette wide enough for red heads and the tints of charts."""
    from PIL import Image

    data = _with_a_paper_issued(folder)
    for name, (dots, shown) in PAPERS.items():
        pages = []
        for place, one in enumerate(shown):
            pdf = folder / f"{Path(name).stem}-{place}.pdf"
            _run([*one.words, "-o", str(pdf)], data)
            for page in one.pages:
                png = folder / f"{pdf.stem}-{page}"
                cut = ["-r", str(dots), "-f", str(page), "-l", str(page), "-png", "-singlefile"]
                subprocess.run(["pdftoppm", *cut, str(pdf), str(png)], check=True)
                pages.append(Image.open(png.with_suffix(".png")).convert("RGB"))
        gap = 6
        wide = sum(one.width for one in pages) + gap * (len(pages) + 1)
        whole = Image.new("RGB", (wide, max(one.height for one in pages) + 2 * gap), "#9a9a9a")
        at = gap
        for one in pages:
            whole.paste(one, (at, gap))
            at += one.width + gap
        whole.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(pictures / name, optimize=True)


def _with_a_paper_issued(folder: Path) -> Path:
    """The demonstration with one notice that went out, so that there is something to remind of."""
    data = folder / "issued"
    if not data.is_dir():
        shutil.copytree(ROOT / "demo" / "2019", data)
        _run([*ISSUED, "-o", str(folder / "issued.docx")], data)
    return data


def _version(data: Path) -> bytes:
    answer = json.loads(_run(["status", *MONTH, "--format", "json"], data))
    return str(answer["plan"]["version"]).encode()


def _run(words: Sequence[str], data: Path) -> bytes:
    """What a command prints into a pipe."""
    environment = {**os.environ, "BAICHENG_PLAN": "plan/2019.yaml"}
    if FONTS.exists():
        environment["FONTCONFIG_FILE"] = str(FONTS)
    command = [sys.executable, "-m", "baicheng_cli", *words, "--data", str(data)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True).stdout
