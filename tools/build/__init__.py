"""What the build does, one purpose a file: page, recovered, notes, descriptor, docstrings."""
