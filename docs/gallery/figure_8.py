"""
Figure 8
========
"""

from neadigital import plot

plot.figure(8)
