"""`baicheng rules`: every finding there is, with its reason."""

from __future__ import annotations

from baicheng_cli.cli.options import Format, Raw


def rules(format: Format = "table", raw: Raw = False) -> None:
    """检查规则一览：编号、级别、查什么、为什么。"""
    import typer

    import baicheng_cli.document.trace_codes  # noqa: F401  # enters the codes of `trace` into the catalogue
    from baicheng_cli.cli.show_table import known_format, show_plain
    from baicheng_cli.rules.engine import all_codes
    from baicheng_cli.views.tables import Column, Table, json_text

    known_format(format)
    codes = all_codes()
    items = tuple(
        {"code": code.id, "severity": code.severity.value, "title": code.title, "reason": code.reason} for code in codes
    )
    if format == "json":
        from baicheng_cli.progress.calendar import today

        no_plan = dict.fromkeys(("file", "number", "title", "version", "demo"))
        typer.echo(json_text("rules", no_plan, today().isoformat(), items), nl=False)
        return
    columns = (Column("编号"), Column("级别"), Column("查什么"), Column("为什么"))
    rows = tuple((code.id, code.severity.word, code.title, code.reason) for code in codes)
    show_plain(Table("rules", columns, rows, items, (), (f"共{len(codes)}条规则",)), format, raw=raw)
