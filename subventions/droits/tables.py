"""The rights of a Caf, line by line."""

from decimal import Decimal

import django_tables2 as tables
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.socle.formats import euros
from portal.socle.listes import TableauPagine
from portal.socle.templatetags.composants import badge
from subventions.droits.presentation.mots import NON_CALCULE, etat_du_droit
from subventions.droits.regles.situation import situer
from subventions.droits.services.lectures import decision_en_vigueur, montant_retenu
from subventions.droits.services.mouvements import mouvements_de
from subventions.models import Droit
from subventions.models.droits import DroitQuerySet

NOMBRE = {"th": {"class": "nombre"}, "td": {"class": "nombre"}}


class TableauDroits(TableauPagine):
    """What is owed, decided, and where it stands; of a Caf, whose agents read every amount."""

    equipement = tables.Column("Équipement", empty_values=(), orderable=False)
    partenaire = tables.Column("Partenaire", empty_values=(), orderable=False)
    nature = tables.Column("Droit", empty_values=(), orderable=False)
    etat = tables.Column("Situation", empty_values=(), orderable=False)
    calcule = tables.Column("Calculé", accessor="calcul__montant", empty_values=(), attrs=NOMBRE)
    decide = tables.Column("Décidé", empty_values=(), orderable=False, attrs=NOMBRE)
    retenu = tables.Column("Retenu", empty_values=(), orderable=False, attrs=NOMBRE)

    class Meta:
        attrs = {"caption": "Droits"}

    def __init__(self, droits: DroitQuerySet, request: HttpRequest) -> None:
        charges = (
            droits.pour_liste()
            .select_related("equipement__gestionnaire")
            .order_by("-annee", "-ouvert_le", "-pk")
        )
        super().__init__(charges, order_by=request.GET.get("sort", ""))
        self.paginer(request)
        montrees = [ligne.record for ligne in self.paginated_rows]
        self.payes = mouvements_de([(d.equipement_id, d.annee) for d in montrees])

    def order_calcule(
        self, queryset: DroitQuerySet, is_descending: bool
    ) -> tuple[DroitQuerySet, bool]:
        """Rights that nothing could compute come last, whichever way one sorts."""
        montant = F("calcul__montant")
        sens = montant.desc if is_descending else montant.asc
        return queryset.order_by(sens(nulls_last=True), "pk"), True

    def render_equipement(self, record: Droit) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>',
            reverse("droits:dossier", args=[record.equipement_id, record.annee]),
            record.equipement.nom,
        )

    def render_partenaire(self, record: Droit) -> str:
        return record.equipement.gestionnaire.nom

    def render_nature(self, record: Droit) -> str:
        return f"{record.libelle_nature} {record.exercice}"

    def render_etat(self, record: Droit) -> SafeString:
        mot = situer(
            record.etat,
            est_suspendu=record.est_suspendu,  # type: ignore[attr-defined]
            mouvements=self.payes.get((record.equipement_id, record.annee)),
        )
        situation = badge(*etat_du_droit(mot))
        if record.a_signer:  # type: ignore[attr-defined]
            return format_html(
                "<span>{} {}</span>", situation, badge("Décision à confirmer", "attention")
            )
        return situation

    def render_calcule(self, record: Droit) -> str:
        return _ecrit(record.calcul.montant)

    def render_decide(self, record: Droit) -> str:
        decision = decision_en_vigueur(record)
        return euros(decision.montant_accepte) if decision else "–"

    def render_retenu(self, record: Droit) -> SafeString:
        return format_html("<strong>{}</strong>", _ecrit(montant_retenu(record)))


def _ecrit(montant: Decimal | None) -> str:
    return euros(montant) or NON_CALCULE
