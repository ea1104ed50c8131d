"""The audit: every claim of the paper, recomputed, and on what ground each number stands.

`make build` writes what it finds into src/neadigital/data/built; the package only reads it.
"""
