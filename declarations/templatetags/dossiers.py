"""A file in words, for templates: ``{% load dossiers %}``."""

from django.template import Library

from declarations.presentation.attente import attente_de
from declarations.presentation.montant_retenu import decision_de
from declarations.presentation.suite import libelle_etat, ton_etat

register = Library()
register.filter(libelle_etat)
register.filter(ton_etat)
register.filter(attente_de)
register.filter(decision_de)
