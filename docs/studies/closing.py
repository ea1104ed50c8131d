"""
Is the digital divide in Northeast Asia closing?
================================================
"""

import neadigital

neadigital.itu_indicators().head()
