"""Papers as .docx and PDF, from templates that an office can change."""

from baicheng_cli.views.word.pdf import to_pdf
from baicheng_cli.views.word.render import build_template, render, template_file, template_names

__all__ = ["build_template", "render", "template_file", "template_names", "to_pdf"]
