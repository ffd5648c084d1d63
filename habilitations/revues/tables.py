"""Table of the partners of a review."""

from typing import TYPE_CHECKING

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from habilitations.models import RevuePartenaire
from habilitations.presentation.ordre import rang_nom
from habilitations.requetes import Requete
from habilitations.revues.models.revues import RevuePartenaireQuerySet
from habilitations.revues.presentation import etat_du_partenaire
from portal.socle.formats import date_fr, ecrire_siret
from portal.socle.listes import TableauPagine
from portal.socle.templatetags.composants import badge

if TYPE_CHECKING:
    from habilitations.revues.presentation import PartenaireCompte


class TableauRevue(TableauPagine):
    """Each partner with how far it has come, by when, and who answers."""

    partenaire = tables.Column("Partenaire", empty_values=())
    caf = tables.Column("Caf")
    etat = tables.Column("Réponses", empty_values=())
    repond = tables.Column("Répond", empty_values=())
    echeance = tables.Column("Avant le", accessor="revue__echeance_le")

    class Meta:
        attrs = {"caption": "Partenaires de la revue"}
        orderable = False

    def __init__(self, partenaires: RevuePartenaireQuerySet, request: Requete) -> None:
        self.jour = request.acteur.jour
        rang = rang_nom(partenaires, "gestionnaire")
        charges = partenaires.select_related("gestionnaire", "caf", "revue")
        super().__init__(charges.order_by(rang, "pk"))
        self.paginer(request)

    def render_partenaire(self, record: RevuePartenaire) -> SafeString:
        return format_html(
            '<span><a href="{}">{}</a><br><span class="discret insecable">SIRET {}</span></span>',
            reverse("revues:partenaire", args=[record.pk]),
            record.gestionnaire.nom,
            ecrire_siret(record.gestionnaire.siret),
        )

    def render_etat(self, record: "PartenaireCompte") -> SafeString:
        return badge(*etat_du_partenaire(record, self.jour))

    def render_repond(self, record: RevuePartenaire) -> str:
        return "Approbateurs" if record.par_approbateurs else "Gestionnaires des habilitations"

    def render_echeance(self, record: RevuePartenaire) -> str:
        return date_fr(record.revue.echeance_le)
