"""Progress as reported (填报): append-only entries, month by month, unit by unit."""
