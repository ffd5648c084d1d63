"""The database refuses rights and decisions that cannot be, each rule by its name."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from subventions.models import DecisionDroit, Droit, LettreDroit, ReglageSubventions
from subventions.services import figer_calcul
from tests.monde import MAINTENANT, Monde
from tests.subventions.droits.ouverts import MOTIF, droit_de

Cas = Callable[[Monde, Droit], object]


def _droit(monde: Monde, modele: Droit, **champs: object) -> Droit:
    """Another right of the same exercice, on a computation of its own."""
    calcul = figer_calcul(
        modele.calcul.estimation,
        gestionnaire_id=modele.gestionnaire_id,
        caf_id=modele.caf_id,
        dispositif=modele.dispositif,
        annee=modele.annee,
        donnees=modele.calcul.donnees,
        equipement_id=modele.equipement_id,
    )
    communs = {c: getattr(modele, c) for c in ("caf", "gestionnaire", "equipement", "dispositif")}
    defauts = {
        **communs,
        "annee": modele.annee,
        "nature": "previsionnel",
        "dossier": modele.dossier,
        "calcul": calcul,
        "etat": "provisoire",
        "ouvert_le": MAINTENANT,
    }
    return Droit.objects.create(**(defauts | champs))


def _decision(monde: Monde, droit: Droit, **champs: object) -> DecisionDroit:
    defauts = {
        "droit": droit,
        "montant_accepte": Decimal("100.00"),
        "motif": MOTIF,
        "seuil": Decimal("1000.00"),
        "a_confirmer": False,
        "etat": "en_vigueur",
        "proposee_par": monde.conseiller,
        "proposee_le": MAINTENANT,
    }
    return DecisionDroit.objects.create(**(defauts | champs))


def _deux_decisions(monde: Monde, droit: Droit) -> None:
    _decision(monde, droit)
    _decision(monde, droit, etat="proposee", a_confirmer=True)


def _lettre(monde: Monde, droit: Droit, **champs: object) -> LettreDroit:
    defauts = {
        "droit": droit,
        "reference": "LD-73-7KQ2M9XD",
        "contenu": {},
        "empreinte": "0" * 64,
        "demandee_par": monde.conseiller,
        "demandee_le": MAINTENANT,
    }
    return LettreDroit.objects.create(**(defauts | champs))


CAS: dict[str, Cas] = {
    "droit_un_seul_en_vigueur": lambda m, d: _droit(
        m, d, nature="reel", etat="definitif", definitif_le=MAINTENANT
    ),
    "droit_etat_connu": lambda m, d: _droit(m, d, etat="perdu"),
    "droit_nature_connue": lambda m, d: _droit(m, d, nature="estime"),
    "droit_numero_actualise": lambda m, d: _droit(m, d, nature="actualise"),
    "droit_sans_dossier_elan": lambda m, d: _droit(m, d, dossier=None),
    "droit_definitif_date": lambda m, d: _droit(m, d, etat="definitif"),
    "droit_remplace_complet": lambda m, d: _droit(m, d, etat="remplace"),
    "droit_annule_date": lambda m, d: _droit(m, d, etat="annule"),
    "decision_droit_une_seule": _deux_decisions,
    "decision_droit_montant_positif": lambda m, d: _decision(m, d, montant_accepte=Decimal(-1)),
    "decision_droit_motivee": lambda m, d: _decision(m, d, motif=""),
    "decision_droit_etat_connu": lambda m, d: _decision(
        m, d, etat="perdue", close_le=MAINTENANT, close_motif=MOTIF
    ),
    "decision_droit_deux_personnes": lambda m, d: _decision(
        m, d, a_confirmer=True, confirmee_par=m.conseiller, confirmee_le=MAINTENANT
    ),
    "decision_droit_confirmation_complete": lambda m, d: _decision(
        m, d, confirmee_par=m.remplacant, confirmee_le=MAINTENANT
    ),
    "decision_droit_effet_signe": lambda m, d: _decision(m, d, a_confirmer=True),
    "decision_droit_fin_complete": lambda m, d: _decision(m, d, etat="retiree"),
    "lettre_droit_empreinte_presente": lambda m, d: _lettre(m, d, empreinte="x"),
    "lettre_droit_scellee_par_un_certificat": lambda m, d: _lettre(m, d, serie="0" * 40),
    "lettre_droit_reference_bien_formee": lambda m, d: _lettre(m, d, reference="LD-1"),
    "reglage_subventions_seuil_positif": lambda m, d: ReglageSubventions.objects.create(
        caf=m.caf, seuil_decision=Decimal(-1)
    ),
}


def test_chaque_contrainte_a_son_cas() -> None:
    modeles = (Droit, DecisionDroit, LettreDroit, ReglageSubventions)
    assert {c.name for m in modeles for c in m._meta.constraints} == set(CAS)


@pytest.mark.parametrize("nom", sorted(CAS))
def test_la_base_refuse(monde: Monde, nom: str) -> None:
    droit = droit_de(monde)
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        CAS[nom](monde, droit)


def test_un_droit_est_celui_de_son_calcul(monde: Monde) -> None:
    droit = droit_de(monde)
    with pytest.raises(IntegrityError, match="droit_de_son_calcul"), transaction.atomic():
        _droit(monde, droit, equipement=monde.er_voisin)
