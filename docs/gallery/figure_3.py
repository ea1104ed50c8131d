"""
Figure 3
========
"""

from neadigital import plot

plot.figure(3)
