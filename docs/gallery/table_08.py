"""
Table 8. Global Connectivity Index
==================================

Mongolia is not in the index.
"""

# sphinx_gallery_start_ignore
import table_pictures

table_pictures.draw(8)
# sphinx_gallery_end_ignore
import neadigital

neadigital.connectivity_index().set_index("economy")

# %%
# The table as printed, as text.

neadigital.printed_table(8)
