"""
Figure 1
========
"""

from neadigital import plot

plot.figure(1)
