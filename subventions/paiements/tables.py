"""Tables of the payments."""

from collections.abc import Collection

import django_tables2 as tables
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from habilitations.models import Adhesion
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rang_nom
from habilitations.presentation.siret import ecrire_siret
from portal.socle.templatetags.composants import badge
from subventions.paiements.models import CompteBancaire, EtatCompte
from subventions.paiements.presentation.comptes import etat_du_compte

PAR_PAGE = 25


class TableauComptes(tables.Table):
    """Each partner with the account that it is paid to, masked, and the one that waits."""

    partenaire = tables.Column("Partenaire", empty_values=())
    caf = tables.Column("Caf")
    compte = tables.Column("Compte en vigueur", empty_values=())
    change = tables.Column("Changement", empty_values=())

    class Meta:
        attrs = {"caption": "Comptes bancaires des partenaires"}
        orderable = False

    def __init__(
        self, acteur: Acteur, siens: Collection[tuple[int, int]], request: HttpRequest
    ) -> None:
        lisibles = Q(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))
        for caf_id, gestionnaire_id in siens:
            lisibles |= Q(caf=caf_id, gestionnaire=gestionnaire_id)
        bases = Adhesion.objects.filter(lisibles).select_related("gestionnaire", "caf")
        super().__init__(bases.order_by(rang_nom(bases, "gestionnaire"), "pk"))
        tables.RequestConfig(request, paginate={"per_page": PAR_PAGE}).configure(self)
        montrees = [ligne.record for ligne in self.paginated_rows]
        self.comptes: dict[tuple[int, int, str], CompteBancaire] = {}
        ouverts = CompteBancaire.objects.filter(
            etat__in=[EtatCompte.ACTIF, EtatCompte.PROPOSE],
            gestionnaire__in=[b.gestionnaire_id for b in montrees],
        )
        for compte in ouverts:
            self.comptes[compte.caf_id, compte.gestionnaire_id, compte.etat] = compte

    def _compte(self, base: Adhesion, etat: str) -> CompteBancaire | None:
        return self.comptes.get((base.caf_id, base.gestionnaire_id, etat))

    def render_partenaire(self, record: Adhesion) -> SafeString:
        return format_html(
            '<span><a href="{}">{}</a><br><span class="discret insecable">SIRET {}</span></span>',
            reverse("paiements:compte", args=[record.pk]),
            record.gestionnaire.nom,
            ecrire_siret(record.gestionnaire.siret),
        )

    def render_compte(self, record: Adhesion) -> str:
        compte = self._compte(record, EtatCompte.ACTIF)
        return compte.iban_masque if compte else "Aucun"

    def render_change(self, record: Adhesion) -> SafeString | str:
        compte = self._compte(record, EtatCompte.PROPOSE)
        return badge(*etat_du_compte(compte)) if compte else "–"
