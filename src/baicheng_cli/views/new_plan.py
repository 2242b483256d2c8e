"""The files of a new plan's folder, as text."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from baicheng_cli import __version__
from baicheng_cli.plan.model import Chapter, Collective, Document, Unit
from baicheng_cli.plan.settings import Judge, Reporting, Settings, month_after, month_of
from baicheng_cli.views.plan_yaml import Notes, chapters_text, collectives_text, flow, pairs, units_text
from baicheng_cli.views.schema import FILES, schema_text
from baicheng_cli.views.templates import shipped


class NewPlan(NamedTuple):
    """What is known of a plan that begins."""

    year: int
    title: str
    number: str
    issuer: str
    issued: date
    unsure: frozenset[str] = frozenset()
    """`title` and `issued` where they stand for something that is not known yet."""
    units: tuple[Unit, ...] = ()
    collectives: tuple[Collective, ...] = ()
    numbering: tuple[str, ...] = Document.model_fields["numbering"].default
    chapters: tuple[Chapter, ...] = ()
    notes: Notes = {}
    follows: str = ""
    """The number of the plan before it."""
    settings: Settings | None = None
    demo: bool = False

    @property
    def file(self) -> str:
        return f"plan/{self.year}.yaml"

    @property
    def settings_file(self) -> str:
        return f"plan/{self.year}/office/settings.yaml"


def blank(words: str) -> str:
    """A blank that shows, and that `check` reminds of (BC120)."""
    return f"【待填：{words}】"


def folder_files(new: NewPlan) -> dict[str, str]:
    """Every file of the folder: path from its top → text."""
    page = _page(new)
    return {
        new.file: _render("plan.yaml.j2", page),
        new.settings_file: _render("settings.yaml.j2", page),
        "README.md": _render("README.md.j2", page),
        ".github/workflows/baicheng.yml": _render("workflow.yml.j2", page),
        ".pre-commit-config.yaml": _render("pre-commit-config.yaml.j2", page),
        ".gitattributes": _render("gitattributes.j2", page),
        ".editorconfig": _render("editorconfig.j2", page),
        ".vscode/settings.json": _render("vscode-settings.json.j2", page),
        **{f".baicheng/{kind}.schema.json": schema_text(kind) for kind in FILES},
    }


def _page(new: NewPlan) -> dict[str, Any]:
    first_month = month_after(month_of(new.issued))
    first_unit = new.units[0].name_on(new.issued) if new.units else ""
    return {
        "year": new.year,
        "start": f"{new.year}-01-01",
        "end": f"{new.year}-12-31",
        "title": new.title,
        "title_blank": "核对标题" if "title" in new.unsure else "",
        "number": new.number,
        "issuer": new.issuer,
        "issued": new.issued,
        "issued_blank": "成文日期" if "issued" in new.unsure else "",
        "numbering": json.dumps(new.numbering, ensure_ascii=False),
        "units": units_text(new.units),
        "collectives": collectives_text(new.collectives),
        "chapters": chapters_text(new.chapters, new.notes),
        "lead": first_unit or blank("单位名称"),
        "lead_blank": "牵头单位" if first_unit else "",
        "follows": new.follows,
        "demo": new.demo,
        "first_month": first_month,
        "version": __version__,
        "own": _own(new.settings),
        "defaults": {
            "reporting": _all(Reporting()) | {"first_month": first_month},
            "judge": _all(Judge()) | {"from": month_after(first_month)},
        },
    }


def _own(settings: Settings | None) -> dict[str, Any]:
    """What an office has set other than the default, as YAML, by section and key."""
    if settings is None:
        return {}
    sections: dict[str, Any] = {
        "reporting": {key: flow(value) for key, value in pairs(settings.reporting)},
        "judge": {key: flow(value) for key, value in pairs(settings.judge)},
        "holidays": {year: flow(days) for year, days in settings.holidays.items()},
        "rosters": {id: flow(members) for id, members in settings.rosters.items()},
        "tasks": {flow(id): flow(own) for id, own in settings.tasks.items()},
        "views": {flow(name): flow(view) for name, view in settings.views.items()},
        "papers": {key: flow(value) for key, value in pairs(settings.papers)},
        "office": settings.office,
    }
    return {name: own for name, own in sections.items() if own}


def _all(model: Reporting | Judge) -> dict[str, str]:
    return {
        field.alias or name: flow(getattr(model, name))
        for name, field in type(model).model_fields.items()
        if getattr(model, name) is not None
    }


def _render(name: str, page: dict[str, Any]) -> str:
    """A shipped template as plain text; nothing is escaped, values become YAML where the template says so."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(str(shipped() / "init")),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["yaml"] = flow
    environment.globals["mark"] = lambda words: f" # {blank(words)}" if words else ""
    return environment.get_template(name).render(page)
