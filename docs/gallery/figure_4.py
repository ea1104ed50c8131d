"""
Figure 4
========
"""

from neadigital import plot

plot.figure(4)
