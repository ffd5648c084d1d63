"""Labels of bilans, in templates."""

from django import template

from bilans.regles.etats import LIBELLES_ETAT

register = template.Library()


@register.filter
def libelle_etat_bilan(etat: str, cote_caf: bool = False) -> str:
    """Write a state for one audience."""
    libelle = LIBELLES_ETAT[etat]
    return libelle.caf if cote_caf else libelle.partenaire


@register.filter
def ton_etat_bilan(etat: str) -> str:
    """Colour family of a state's badge."""
    return LIBELLES_ETAT[etat].ton
