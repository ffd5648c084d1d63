"""What the pages of payments share: Cafs of an agent, partners, the frame of an act."""

from collections.abc import Collection
from typing import Any

from django.http import Http404
from django.urls import reverse

from habilitations.models import Adhesion, Caf
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import Annonce
from portal.socle.refus import ROLE, Refus
from subventions.paiements.models import LotPaiement, Versement
from subventions.paiements.regles.etats import EtatVersement
from subventions.paiements.services.acces import lit_la_caf, tient_le_compte

LOTS = "Lots de paiements"
CAF_SEULE = Refus(ROLE, "Seul un gestionnaire conseil de la Caf fait cela.")


def cafs_comme(acteur: Acteur, fonctions: Collection[str]) -> list[Caf]:
    """The Cafs at which this person holds one of these functions, by their code."""
    siennes = {a.caf.code: a.caf for a in acteur.affectations if a.caf and a.fonction in fonctions}
    return [siennes[code] for code in sorted(siennes)]


def charger_caf(acteur: Acteur, code: str, fonctions: Collection[str]) -> Caf:
    """A Caf at which one holds one of these functions; anything else is a 404."""
    for caf in cafs_comme(acteur, fonctions):
        if caf.code == code:
            return caf
    raise Http404("Cette Caf n’existe pas, ou cette page n’est pas de votre fonction.")


def charger_partenaire(acteur: Acteur, pk: int) -> Adhesion:
    """A partner whose account this person may read; anything else is a 404."""
    base = Adhesion.objects.select_related("caf", "gestionnaire").filter(pk=pk).first()
    if base is None or not (
        lit_la_caf(base.caf_id, acteur)
        or tient_le_compte(base.caf_id, base.gestionnaire_id, acteur)
    ):
        raise Http404("Ce partenaire n’existe pas, ou vous ne suivez pas ses paiements.")
    return base


def charger_lot(request: Requete, pk: int) -> LotPaiement:
    visibles = LotPaiement.objects.visibles_par(request.acteur)
    objet = (
        visibles.select_related("caf", "propose_par", "ordonne_par", "refuse_par")
        .filter(pk=pk)
        .first()
    )
    if objet is None:
        raise Http404("Ce lot n’existe pas, ou il n’est pas de votre Caf.")
    return objet


def versements_de(objet: LotPaiement) -> list[Versement]:
    """The lines of a lot, with all that pages and exports show of them; one query."""
    return list(objet.versements.select_related("gestionnaire", "equipement", "compte"))


def versements_ordonnes(objet: LotPaiement) -> list[Versement]:
    """The lines of a lot that the bank has, or will have, and that are not paid yet."""
    return list(objet.versements.filter(etat=EtatVersement.ORDONNE.value))


def annoncer(retour: str, sujet: str, rubrique: tuple[str, str], **mots: Any) -> Annonce:
    """The words of an act; ``rubrique`` is the list it belongs to, as (label, address)."""
    return Annonce(
        retour=retour, cadre="paiements/base_acte.html", sujet=sujet, fil=(rubrique,), **mots
    )


def annoncer_lot(objet: LotPaiement, **mots: Any) -> Annonce:
    """The words of an act on a lot or on one of its lines."""
    return annoncer(
        reverse("paiements:lot", args=[objet.pk]),
        objet.reference,
        (LOTS, reverse("paiements:lots")),
        **mots,
    )
