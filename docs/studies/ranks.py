"""
What ranks hide
===============

Tables 3 and 9 of the paper by Song Linlin (2023) give places in the world, in e-government and in
cybersecurity. A place says who is ahead of whom, and not by how much. Here are the scores behind
the places.
"""

import neadigital
from neadigital import divide, plot

government = neadigital.egovernment_index()
security = neadigital.cybersecurity_index()

# %%
# Places
# ------

places = government.query("economy == 'RUS'").set_index("year")["egdi_rank"]
answer = (
    f"Russia ranks {places[2012]}th in e-government in 2012, {places[2022]}nd in 2022"
)
plot.ranks("egovernment_ranks", highlight=["RUS", "KOR"], title=answer)

# %%
# Scores
# ------
#
# A score is on the scale of its survey: a line begins anew where the survey changed how it
# measures.

plot.series(
    government,
    "egdi",
    unit="score, 0 to 1",
    title="Korea has the highest score of the five in every survey",
)

# %%
# One place is not one distance
# -----------------------------
#
# How large a step of the score a place is depends on how many stand close together. In
# cybersecurity in 2020:

edition = security.query("year == 2020").sort_values("rank")
gap = divide.gap(edition, "score", reference="leader").set_index("economy")
table = edition.set_index("economy")[["rank", "score"]]
table.assign(behind_the_leader_of_the_five=gap["score_gap"].round(2))

# %%
# A place between China and Mongolia is worth more than three times as many points as one between
# Russia and China.

score, place = table["score"], table["rank"].astype(float)
by_place = -score[["RUS", "CHN", "MNG"]].diff() / place[["RUS", "CHN", "MNG"]].diff()
assert by_place["MNG"] > 3 * by_place["CHN"]
for ahead, behind in (("RUS", "CHN"), ("CHN", "MNG")):
    points, places = score[ahead] - score[behind], place[behind] - place[ahead]
    print(
        f"{ahead} to {behind}: {places:.0f} places, {points:.1f} points, "
        f"{points / places:.2f} points a place"
    )

# %%
# Do both give the same order?
# ----------------------------
#
# Always, in one survey. Everything but an order, such as a gap, a share or a Gini index, needs the
# score. Here is the Gini index of the scores in e-government, 2024.

last = government.query("year == 2024")
divide.dispersion(last, "egdi", measures=("gini",)).round(3)

# %%
# The notes say where a survey changed what it measures.

notes = neadigital.notes("egovernment_index").drop_duplicates("note")
notes[["year", "column", "note"]]
