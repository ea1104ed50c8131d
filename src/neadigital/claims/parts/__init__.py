"""The claims, by the paper's parts; importing them registers their checks, in this order, which is the paper's."""

# isort: off
from neadigital.claims.parts import introduction as introduction
from neadigital.claims.parts import scale as scale
from neadigital.claims.parts import rates as rates
from neadigital.claims.parts import infrastructure as infrastructure
from neadigital.claims.parts import competitiveness as competitiveness
from neadigital.claims.parts import industry as industry
from neadigital.claims.parts import challenges as challenges
from neadigital.claims.parts import ecommerce as ecommerce
from neadigital.claims.parts import ecommerce_prose as ecommerce_prose
from neadigital.claims.parts import trade as trade
from neadigital.claims.parts import prose as prose
