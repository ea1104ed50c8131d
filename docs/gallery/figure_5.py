"""
Figure 5
========
"""

from neadigital import plot

plot.figure(5)
