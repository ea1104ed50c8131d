"""How the data are made from the paper, in three steps: rows, audit, make. Not in the wheel."""
