"""
Table 6. Where the top 100 digital enterprises are
==================================================

Fifteen economies share the hundred places.
"""

# sphinx_gallery_start_ignore
import table_pictures

table_pictures.draw(6)
# sphinx_gallery_end_ignore
import neadigital

neadigital.top_digital_enterprises().sort_values("enterprises", ascending=False)

# %%
# The table as printed, as text.

neadigital.printed_table(6)
