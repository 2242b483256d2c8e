"""What the document says in one clause, for papers that quote it; the plan itself keeps no copied sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from baicheng_cli.document.model import Clause, Outline
from baicheng_cli.document.unit_lines import read_unit_line
from baicheng_cli.plan.clause import normal, printed

_STOPS = {"title.sentence": "。", "title.colon": "："}
"""What stands between a title and what follows it on the same line."""
_SAYS = re.compile(r"\w")


def wording(outline: Outline, id: str, numbering: Sequence[str] = ()) -> str | None:
    """The wording of the clause that a plan's item stands for, without the faults of copying.

    Its own words with its number, line below line, without the clauses below it; of a row of a table, its cells under
    the headings of their columns. Nothing when the document has no such clause. `numbering`: that of the plan.
    """
    return wordings(outline, (id,), numbering).get(id)


def wordings(outline: Outline, ids: Iterable[str], numbering: Sequence[str] = ()) -> dict[str, str]:
    """The wording of several items by their ids, as papers are given it; items without a clause are left out."""
    return {
        id: "\n".join(_rows(clause) if clause.table else _lines(clause))
        for id, clause in _clauses(outline, ids, numbering)
    }


def bodies(outline: Outline, ids: Iterable[str], numbering: Sequence[str] = ()) -> dict[str, str]:
    """The same without what papers print in places of their own: number, title and the lines that only say who answers.

    Items of which nothing is left are left out.
    """
    found = {id: "\n".join(_body(clause)) for id, clause in _clauses(outline, ids, numbering)}
    return {id: text for id, text in found.items() if text}


def _clauses(outline: Outline, ids: Iterable[str], numbering: Sequence[str]) -> Iterator[tuple[str, Clause]]:
    clauses = list(outline.clauses())
    by_label = {normal(one.label): one for one in reversed(clauses) if one.label} if numbering else {}
    by_id = {one.id: one for one in clauses}
    for id in ids:
        clause = by_label.get(normal(printed(id, tuple(numbering)))) or by_id.get(id)
        if clause is not None:
            yield id, clause


def _body(clause: Clause) -> Iterator[str]:
    if clause.table:
        yield from _rows(clause)
        return
    for line in clause.body:
        reading = read_unit_line(line.text)
        if not reading.names or _SAYS.search(reading.prose):
            yield line.text


def _lines(clause: Clause) -> list[str]:
    body = [line.text for line in clause.body]
    if clause.title is not None:
        title = clause.title.value
        if clause.title.rule in _STOPS and body:
            stop = "" if body[0].startswith("（") else _STOPS[clause.title.rule]
            body[0] = f"{title}{stop}{body[0]}"
        else:
            body.insert(0, title)
    return [f"{clause.own}{body[0]}", *body[1:]] if body else [clause.own]


def _rows(clause: Clause) -> Iterator[str]:
    above: Sequence[str] = ()
    for row in clause.body:
        cells = row.cells or ()
        for index, (name, cell) in enumerate(zip(clause.table, cells, strict=False)):
            if cell.strip() and (index >= len(above) or cell != above[index]):
                yield f"{name}：{cell}".replace("\n", "、")
        above = cells
