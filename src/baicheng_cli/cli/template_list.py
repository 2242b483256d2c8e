"""`baicheng template list`: every template, what it is for, and whose file is in force."""

from __future__ import annotations

from baicheng_cli.cli.options import DataFolder, Format, PlanFile, Raw


def list_(format: Format = "table", raw: Raw = False, plan: PlanFile = None, data: DataFolder = None) -> None:
    """全部模板：名称、生成什么、用途，用的是本办的还是随附的。"""
    import typer

    from baicheng_cli.cli.show_table import known_format, show_plain
    from baicheng_cli.cli.template_place import office_templates
    from baicheng_cli.progress.calendar import today
    from baicheng_cli.views.registry import templates_table
    from baicheng_cli.views.tables import json_text

    known_format(format)
    table = templates_table(office_templates(plan, data))
    if format == "json":
        no_plan = dict.fromkeys(("file", "number", "title", "version", "demo"))
        typer.echo(json_text(table.kind, no_plan, today().isoformat(), table.items), nl=False)
        return
    show_plain(table, format, raw=raw)
