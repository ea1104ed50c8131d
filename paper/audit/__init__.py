"""The second step: every claim of the paper, recomputed, and why each number can be trusted.

`make build` writes what it finds into src/neadigital/data/built; the package only reads it.
"""
