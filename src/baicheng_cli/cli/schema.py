"""`baicheng schema`: the JSON Schema of a plan, of settings or of a progress file."""

from __future__ import annotations

from typing import Annotated

import typer


def schema(
    kind: Annotated[
        str, typer.Argument(metavar="文件种类", help="plan 方案、settings 设置、progress 填报 或 issued 发文登记")
    ] = "plan",
) -> None:
    """方案、设置、填报文件的 JSON Schema，编辑器用它提示和纠错。"""
    from baicheng_cli.views.schema import schema_text

    typer.echo(schema_text(kind), nl=False)
