"""
Figure 6
========
"""

from neadigital import plot

plot.figure(6)
