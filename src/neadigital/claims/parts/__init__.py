"""The claims, by the paper's parts and in its order."""

from neadigital.claims.parts import (
    challenges,
    competitiveness,
    ecommerce,
    industry,
    infrastructure,
    introduction,
    prose,
    rates,
    scale,
    trade,
)

PARTS = (
    introduction,
    scale,
    rates,
    infrastructure,
    competitiveness,
    industry,
    challenges,
    ecommerce,
    trade,
    prose,
)
#: All checks by identifier.
CHECKS = {check.id: check for part in PARTS for check in part.CHECKS}
