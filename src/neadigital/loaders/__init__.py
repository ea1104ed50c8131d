"""The loaders, by the parts of the paper: a docstring and one line each.

Each gives a new frame, sorted by its key, with a plain RangeIndex; changing it changes nothing else. `neadigital` has
them all; nothing is imported here, so that a script pays for the loaders it calls only.
"""
