"""The README's pictures, from the demonstration data: `make pictures`.

Needs LibreOffice, Chromium and poppler; run `.ci/fonts` first, so that papers are drawn in the shapes of the standard.

Beside each picture stands the digest of what it shows (`docs/pictures/sources.json`); a test recomputes the
digests and says when a picture is out of date.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from paper_pictures import draw_papers, paper_digests  # tools/ is no package

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SOURCES = PICTURES / "sources.json"
TERMINAL = ["tasks", "--unit", "区城管局", "--role", "牵头", "--month", "2019-09", "--data", "demo/2019"]
LEDGER = ["ledger", "--month", "2019-09", "--data", "demo/2019"]
FORM_OF = "区城管局"
COLUMNS = 110


def baicheng(*words: str, **more: str) -> bytes:
    """What a command prints into a pipe."""
    environment = {**os.environ, **more, "BAICHENG_PLAN": "plan/2019.yaml"}
    command = [sys.executable, "-m", "baicheng_cli", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True).stdout


def ledger_workbook(folder: Path) -> Path:
    """The ledger of the demonstration's September, whose bytes are the same every time."""
    file = folder / "ledger.xlsx"
    baicheng(*LEDGER, "-o", str(file))
    return file


def form_workbook(folder: Path) -> Path:
    """A unit's form for September as it was sent: nothing of that month or a later one has been recorded yet."""
    data = folder / "before"
    shutil.copytree(ROOT / "demo" / "2019", data)
    for month in (data / "progress").iterdir():
        if month.name >= "2019-09":
            shutil.rmtree(month)
    opening = ["collect", "open", "--month", "2019-09", "--unit", FORM_OF, "--data", str(data)]
    baicheng(*opening, "-o", str(folder / "forms"))
    [file] = (folder / "forms").glob("*.xlsx")
    return file.rename(folder / "form.xlsx")


def form_text(file: Path) -> str:
    """What a form shows; the hidden sheet, which names the version of the data, is left out."""
    from openpyxl import load_workbook

    sheets = [one for one in load_workbook(file) if one.sheet_state == "visible"]
    return repr([[[cell.value for cell in row] for row in one.iter_rows()] for one in sheets])


def digests(folder: Path) -> dict[str, str]:
    """What each picture shows, as a digest of text or bytes.

    The ledger's CSV stands for its workbook, which also names the data version.
    """
    return {
        "tasks.png": hashlib.sha256(baicheng(*TERMINAL)).hexdigest(),
        "form.png": hashlib.sha256(form_text(form_workbook(folder)).encode()).hexdigest(),
        "ledger.png": hashlib.sha256(baicheng(*LEDGER, "--format", "csv")).hexdigest(),
        **paper_digests(folder),
    }


def terminal_page() -> str:
    """A terminal's screen as a page: what the command prints on a terminal of COLUMNS columns, in its colours."""
    import fcntl
    import io
    import pty
    import struct
    import termios

    from rich.console import Console
    from rich.text import Text

    primary, secondary = pty.openpty()
    fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 60, COLUMNS, 0, 0))
    environment = {**os.environ, "BAICHENG_PLAN": "plan/2019.yaml", "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "baicheng_cli", *TERMINAL]
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=secondary, stderr=subprocess.DEVNULL)
    os.close(secondary)
    chunks = []
    while True:
        try:
            chunk = os.read(primary, 65536)
        except OSError:
            break
        if not chunk:
            break
        chunks.append(chunk)
    child.wait()
    shown = Text.from_ansi(b"".join(chunks).decode("utf-8").replace("\r\n", "\n"))
    console = Console(record=True, width=COLUMNS + 1, file=io.StringIO(), highlight=False)
    prompt = f"$ baicheng {' '.join(TERMINAL)}"
    console.print(Text(prompt, style="bold"))
    console.print(shown)
    body = console.export_html(inline_styles=True, code_format="<pre>{code}</pre>")
    style = "body{margin:0;padding:16px;background:#fff}pre{margin:0;font:15px/1.35 'Noto Sans Mono CJK SC'}"
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{body}"


def print_first_page(book: Path, picture: Path) -> None:
    """The first page of a workbook on paper."""
    office = ["soffice", f"-env:UserInstallation={(book.parent / 'office').as_uri()}", "--headless"]
    convert = [*office, "--convert-to", "pdf", "--outdir", str(book.parent), str(book)]
    subprocess.run(convert, check=True, capture_output=True)
    pdf = book.with_suffix(".pdf")
    if not pdf.exists():
        raise SystemExit("LibreOffice 没有生成 PDF")
    render = ["pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-png", "-singlefile"]
    subprocess.run([*render, str(pdf), str(picture.with_suffix(""))], check=True)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "page.html"
        page.write_text(terminal_page(), "utf-8")
        lines = page.read_text("utf-8").count("\n") + 2
        chromium = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        quiet = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
        size = f"--window-size={COLUMNS * 15 // 2 + 34},{lines * 41 // 2 + 34}"
        shot = [f"--screenshot={PICTURES / 'tasks.png'}", f"--user-data-dir={folder / 'profile'}", size]
        subprocess.run([*chromium, *quiet, *shot, page.as_uri()], check=True, capture_output=True)
        print_first_page(ledger_workbook(folder), PICTURES / "ledger.png")
        print_first_page(form_workbook(folder), PICTURES / "form.png")
        draw_papers(folder, PICTURES)
        apart = folder / "digests"
        apart.mkdir()
        SOURCES.write_text(json.dumps(digests(apart), indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
