"""
Table 5. Digital competitiveness of cities
==========================================

Three scores and their mean. The audit checks that the printed total is that mean.
"""

# sphinx_gallery_start_ignore
import table_pictures

table_pictures.draw(5)
# sphinx_gallery_end_ignore
import neadigital

neadigital.city_competitiveness().set_index("city")

# %%
# The table as printed, as text.

neadigital.printed_table(5)
