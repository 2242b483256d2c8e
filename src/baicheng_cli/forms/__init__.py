"""Forms: one workbook a month for each unit to fill in, and the way back into progress."""
