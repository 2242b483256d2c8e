"""Reading an issued document: its lines, clauses, units, targets and deadlines; a plan from it, a plan against it."""
