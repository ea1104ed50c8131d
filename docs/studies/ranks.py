"""
What ranks hide
===============

Tables 3 and 9 of the paper by Song Linlin (2023) give places in the world, in e-government and in
cybersecurity. A place says who is ahead of whom. It does not say by how much, and it can fall while
an economy improves. Here are the scores behind the places.
"""

import neadigital
from neadigital import divide, growth, plot

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
# In the scores Russia falls less far behind than in the places: its score is higher in 2024 than in
# 2012. But it does not rise in each survey. It falls in these:

russia = government.query("economy == 'RUS'").set_index("year")["egdi"]
falls = russia.diff()[russia.diff() < 0]
falls.round(3).to_frame()

# %%

plot.series(
    government,
    "egdi",
    unit="score, 0 to 1",
    title="Korea has the highest score of the five in every survey",
)

# %%
# Better, and yet behind?
# -----------------------
#
# How often does an economy score higher than in the survey before and lose places all the same?
# Only steps between surveys that measure alike are counted: a score does not reach across a break.

government["segment"] = growth.segments(government)
series = government.groupby(["economy", "segment"])
change = government.assign(
    score_change=series["egdi"].diff(),
    places_lost=series["egdi_rank"].diff(),
).dropna(subset=["score_change"])
higher = change[change["score_change"] > 0]
lost = higher[higher["places_lost"] > 0]
print(f"The score rises in {len(higher)} of {len(change)} steps from survey to survey.")
print(f"In {len(lost)} of these the economy loses places.")

# %%
# Across breaks, so that part of the change of the score is one of the survey: Russia loses
# places from 2012 to 2024, and scores higher. Mongolia keeps its place from 2018 to 2020 with a
# higher score. That is no progress of its online services, whose score falls: the part on
# telecommunication gains, in the survey that no longer counts fixed telephones, and in which that
# part jumps in most of the world.

for economy, start, end in (("RUS", 2012, 2024), ("MNG", 2018, 2020)):
    row = government.query("economy == @economy").set_index("year")
    growth_pct = 100 * (row.loc[end, "egdi"] / row.loc[start, "egdi"] - 1)
    print(
        f"{economy}: place {row.loc[start, 'egdi_rank']} to {row.loc[end, 'egdi_rank']}, "
        f"score {row.loc[start, 'egdi']:.3f} to {row.loc[end, 'egdi']:.3f} ({growth_pct:+.0f} %)"
    )
mongolia = government.query("economy == 'MNG' and year in (2018, 2020)")
parts = ["online_service_index", "human_capital_index", "telecommunication_index"]
mongolia[["year", "egdi", *parts]]

# %%
# One place is not one distance
# -----------------------------
#
# A place among the leaders is a small step of the score, a place in the middle a larger one or a
# smaller one, depending on how many stand close together. In cybersecurity in 2020:

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
# Always: ranks fall as scores rise, which the package checks. So an order is safe, and a rank
# correlation is the same whichever is used. Everything else, a gap, a share, a Gini index, a rate
# of growth, needs the score. Here is the Gini index of the scores in e-government, 2024.

last = government.query("year == 2024")
divide.dispersion(last, "egdi", measures=("gini",)).round(3)

# %%
# And the scores themselves have to be read with care. Their notes say where a survey changed what
# it measures, so that a step of the score is not only a step of the economy.

notes = neadigital.notes("egovernment_index").drop_duplicates("note")
notes[["year", "column", "note"]]
