"""How the data are made from the paper: what is typed, the build, the audit. Not in the wheel."""
