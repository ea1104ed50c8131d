"""
Figure 2
========
"""

from neadigital import plot

plot.figure(2)
