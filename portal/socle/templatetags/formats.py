"""Template filters of ``portal.socle.formats`` (builtins: no ``{% load %}`` needed)."""

from django import template

from portal.socle import formats

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
    formats.telephone,
    formats.citer,
    formats.poids,
):
    register.filter(_filtre.__name__, _filtre)
