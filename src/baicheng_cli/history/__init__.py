"""Versions of plan and data, as git knows them."""
