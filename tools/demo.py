"""Show in a shell what README.md shows, in its order."""

import textwrap

import neadigital

names = ", ".join(neadigital.datasets()["dataset"])
print(textwrap.fill(f"Tables: {names}", 79))

print("\n>>> neadigital.growth_rates().head(3)")
print(neadigital.growth_rates().head(3))

print("\nChina grew by, as the paper says, and by its own numbers:")
growth = neadigital.audit().query("check == 'china-growth'")
shown = growth[["stated", "recomputed", "verdict"]].round(1)
print(shown.to_string(index=False))

print('\n>>> neadigital.schemas.GrowthRates.validate(mine)  # "Japan" for "JPN"')
mine = neadigital.growth_rates().replace("JPN", "Japan")
try:
    neadigital.schemas.GrowthRates.validate(mine)
except Exception as error:
    print(textwrap.fill(str(error), 79))

print('\n>>> neadigital.growth.cagr(scale, "scale_usd_bn")')
scale = neadigital.digital_economy_scale().query("economy != 'KOR'")
yearly = neadigital.growth.cagr(scale, "scale_usd_bn").round(1)
print(yearly.to_string(index=False))
