"""A bilan in words, for templates: ``{% load bilans %}``."""

from django.template import Library

from bilans.presentation.suite import libelle_etat, ton_etat

register = Library()
register.filter("libelle_etat_bilan", libelle_etat)
register.filter("ton_etat_bilan", ton_etat)
