"""Table of the adhesion files of a Caf."""

import django_tables2 as tables
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from habilitations.adhesions.models import DossierAdhesion
from habilitations.adhesions.models.dossiers import DossierAdhesionQuerySet
from habilitations.adhesions.presentation.dossiers import ETATS, attend
from portal.socle.formats import date_fr, ecrire_siret
from portal.socle.listes import TableauPagine
from portal.socle.templatetags.composants import badge


class TableauAdhesions(TableauPagine):
    """Each file with its case, how far it has come, and who holds it up."""

    partenaire = tables.Column("Partenaire", empty_values=())
    cas = tables.Column("Cas", empty_values=())
    etat = tables.Column("État", empty_values=())
    pieces = tables.Column("Pièces acceptées", empty_values=())
    retenu = tables.Column("Attend", empty_values=())
    ouvert_le = tables.Column("Ouvert le")

    class Meta:
        attrs = {"caption": "Dossiers d’adhésion"}
        orderable = False

    def __init__(self, dossiers: DossierAdhesionQuerySet, request: HttpRequest) -> None:
        super().__init__(dossiers.avec_pieces())
        self.paginer(request)

    def render_partenaire(self, record: DossierAdhesion) -> SafeString:
        return format_html(
            '<span><a href="{}">{}</a><br><span class="discret insecable">SIRET {}</span></span>',
            reverse("adhesions:dossier", args=[record.pk]),
            record.gestionnaire.nom,
            ecrire_siret(record.gestionnaire.siret),
        )

    def render_cas(self, record: DossierAdhesion) -> str:
        return "Avenant" if record.objets else record.get_cas_display()

    def render_etat(self, record: DossierAdhesion) -> SafeString:
        return badge(*ETATS[record.avancement.etat])

    def render_pieces(self, record: DossierAdhesion) -> str:
        return f"{record.avancement.acceptees} sur {record.avancement.total}"

    def render_retenu(self, record: DossierAdhesion) -> str:
        return attend(record.avancement)

    def render_ouvert_le(self, record: DossierAdhesion) -> str:
        return date_fr(record.ouvert_le)
