"""
What was corrected
==================

Every number that the paper prints wrong, as so many times the right one.
"""

from neadigital import plot

plot.corrections()
