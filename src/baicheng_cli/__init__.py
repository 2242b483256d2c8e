"""baicheng: an issued implementation plan (实施方案) as code."""

__version__ = "0.1.0"
