"""What `sample_mutants.py` does: which files and tests, which changes, which tests reach them, and what is kept."""
