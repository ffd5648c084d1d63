"""Tables of the home application."""

import django_tables2 as tables
from django.http import HttpRequest
from django.utils.safestring import SafeString

from portal.accueil.catalogue.dossier import LIGNES
from portal.socle.formats import euros
from portal.socle.listes import TableauPagine
from portal.socle.templatetags.composants import badge

NOMBRE = {"th": {"class": "nombre"}, "td": {"class": "nombre"}}


class TableauExemple(TableauPagine):
    """The table component: sortable, with a badge and aligned amounts."""

    nom = tables.Column("Équipement")
    declaration = tables.Column("Déclaration")
    etat = tables.Column("État", orderable=False)
    montant = tables.Column("Droit estimé", attrs=NOMBRE)

    class Meta:
        attrs = {"caption": "Déclarations du portefeuille"}

    def __init__(self, request: HttpRequest) -> None:
        cles = ("nom", "declaration", "etat", "ton", "montant")
        super().__init__([dict(zip(cles, ligne, strict=True)) for ligne in LIGNES])
        self.paginer(request)

    def render_etat(self, value: str, record: dict[str, str]) -> SafeString:
        return badge(value, record["ton"])

    def render_montant(self, value: str) -> str:
        return euros(value)
