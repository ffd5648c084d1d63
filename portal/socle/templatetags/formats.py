"""Template filters of ``portal.socle`` (builtins: no ``{% load %}`` needed): formats, French."""

from django import template
from django.template.defaultfilters import stringfilter

from portal.socle import formats, francais

register = template.Library()

for _filtre in (
    formats.euros,
    formats.nombre,
    formats.avec_unite,
    formats.pourcentage,
    formats.taux,
    formats.variation,
    formats.date_fr,
    formats.date_heure_fr,
    formats.heure_fr,
    formats.jour_fr,
    formats.telephone,
    formats.citer,
    formats.poids,
    francais.compter,
):
    register.filter(_filtre.__name__, _filtre)

register.filter("siret", formats.ecrire_siret)

# The name of somebody or of a place, or what bears it.
for _nom in (francais.de, francais.de_la, francais.a_la, francais.chez):
    register.filter(_nom.__name__, stringfilter(_nom))
