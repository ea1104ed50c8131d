"""
Figure 7
========
"""

from neadigital import plot

plot.figure(7)
