"""Tables of the payments."""

from decimal import Decimal

import django_tables2 as tables
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from habilitations.models import Adhesion
from habilitations.presentation.ordre import rang_nom
from portal.socle.formats import date_fr, ecrire_siret, euros
from portal.socle.listes import TableauPagine
from portal.socle.templatetags.composants import badge
from subventions.paiements.models import CompteBancaire, EtatCompte, Indu, LotPaiement
from subventions.paiements.presentation.comptes import etat_du_compte
from subventions.paiements.presentation.indus import etat_de_l_indu, recouvrement
from subventions.paiements.presentation.lots import etat_du_lot


class TableauComptes(TableauPagine):
    """Each partner with the account that it is paid to, masked, and the one that waits."""

    partenaire = tables.Column("Partenaire", empty_values=())
    caf = tables.Column("Caf")
    compte = tables.Column("Compte en vigueur", empty_values=())
    change = tables.Column("Changement", empty_values=())

    class Meta:
        attrs = {"caption": "Comptes bancaires des partenaires"}
        orderable = False

    def __init__(self, bases: QuerySet[Adhesion], request: HttpRequest) -> None:
        charges = bases.select_related("gestionnaire", "caf")
        super().__init__(charges.order_by(rang_nom(bases, "gestionnaire"), "pk"))
        self.paginer(request)
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


_NOMBRE = {"th": {"class": "nombre"}, "td": {"class": "nombre"}}


class TableauLots(TableauPagine):
    """Lots of one's Cafs, the latest first."""

    lot = tables.Column("Lot", empty_values=(), orderable=False)
    propose = tables.Column("Proposé", empty_values=(), order_by=("propose_le", "pk"))
    lignes = tables.Column("Lignes", attrs=_NOMBRE)
    total = tables.Column("Total", attrs=_NOMBRE)
    restent = tables.Column("À payer", attrs=_NOMBRE)
    etat = tables.Column("État", empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": "Lots de paiements"}

    def __init__(self, lots: QuerySet[LotPaiement], request: HttpRequest) -> None:
        comptent = ~Q(versements__etat="retire")
        super().__init__(
            lots.select_related("caf", "propose_par").annotate(
                lignes=Count("versements", filter=comptent),
                total=Coalesce(Sum("versements__montant", filter=comptent), Decimal("0.00")),
                restent=Count("versements", filter=Q(versements__etat="ordonne")),
            ),
            order_by=request.GET.get("sort") or "-propose",
        )
        self.paginer(request)

    def render_lot(self, record: LotPaiement) -> SafeString:
        adresse = reverse("paiements:lot", args=[record.pk])
        return format_html('<a href="{}">{}</a>', adresse, record.reference)

    def render_propose(self, record: LotPaiement) -> str:
        return f"le {date_fr(record.propose_le)} par {record.propose_par}"

    def render_total(self, value: Decimal) -> str:
        return euros(value)

    def render_etat(self, record: LotPaiement) -> SafeString:
        return badge(*etat_du_lot(record))


class TableauIndus(TableauPagine):
    """Indus of one's Cafs, the latest first."""

    indu = tables.Column("Indu", empty_values=(), order_by=("notifie_le", "pk"))
    partenaire = tables.Column("Partenaire", accessor="gestionnaire__nom", orderable=False)
    montant = tables.Column("Montant", attrs=_NOMBRE)
    reste = tables.Column("Reste", attrs=_NOMBRE, orderable=False)
    mode = tables.Column("Recouvrement", orderable=False)
    etat = tables.Column("État", empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": "Indus"}

    def __init__(self, indus: QuerySet[Indu], request: HttpRequest) -> None:
        super().__init__(
            indus.select_related("caf", "gestionnaire", "equipement"),
            order_by=request.GET.get("sort") or "-indu",
        )
        self.paginer(request)

    def render_indu(self, record: Indu) -> SafeString:
        return format_html(
            '<span><a href="{}">{}</a><br><span class="discret">{} {}</span></span>',
            reverse("paiements:indu", args=[record.pk]),
            record.reference,
            record.equipement.nom,
            record.exercice,
        )

    def render_montant(self, value: Decimal) -> str:
        return euros(value)

    def render_reste(self, value: Decimal) -> str:
        return euros(value)

    def render_mode(self, record: Indu) -> str:
        return recouvrement(record)

    def render_etat(self, record: Indu) -> SafeString:
        return badge(*etat_de_l_indu(record))
