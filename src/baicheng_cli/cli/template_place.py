"""Where an office keeps its own templates, also while there is no plan yet."""

from __future__ import annotations

from pathlib import Path

from baicheng_cli.cli.options import TOP


def office_templates(plan: Path | None, data: Path | None) -> Path | None:
    """The office's folder of templates, which may be absent; `None` where there is neither plan nor data folder.

    Only a plan or folder that was named has to be there. The plan is not read: a template can be mended while
    the plan is broken.
    """
    import os

    from baicheng_cli.errors import UsageError
    from baicheng_cli.plan.load import find_data, find_plan
    from baicheng_cli.progress.calendar import today

    plan, data = plan or TOP.plan, data or TOP.data
    named = plan is not None or bool(os.environ.get("BAICHENG_PLAN"))
    if data is not None or (os.environ.get("BAICHENG_DATA") and not named):
        return find_data(data, Path()) / "office" / "templates"
    try:
        return find_data(data, find_plan(plan, today(), Path.cwd())) / "office" / "templates"
    except UsageError:
        if named:
            raise
        return None
