"""The plan as issued (实施方案) and the office's settings."""
