"""Partners that merge: told first, then done whole or not at all; who did what stays."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from habilitations.models import (
    Equipement,
    Gestionnaire,
    Habilitation,
    TransfertEquipement,
)
from habilitations.permissions import Acteur
from portal.dossiers.services.fusions import Fusion, fusionner, prevoir
from portal.dossiers.services.transferts import transferer
from portal.socle.models import LigneJournal
from portal.socle.refus import DemandeInvalide
from tests.declarations.listes import texte
from tests.declarations.remplir import jusqu_a
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde, acteur, adherer
from tests.refus import acte_impossible, acte_interdit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Création de la commune nouvelle du Lac"


@pytest.fixture
def nouvelle(monde: Monde) -> Gestionnaire:
    """The commune that takes both partners' équipements."""
    commune = Gestionnaire.objects.create(nom="Le Lac", siret=SIRETS[2], nature="collectivite")
    adherer(monde.caf, commune)
    return commune


def fusion(monde: Monde, vers: Gestionnaire, **champs: Any) -> Fusion:
    de = frozenset({monde.passerelles.gestionnaire.pk, monde.voisins.gestionnaire.pk})
    return replace(Fusion(monde.caf.pk, de, vers.pk, JOUR, MOTIF), **champs)


def test_prevue_elle_ne_change_rien_puis_se_fait_en_entier(
    monde: Monde, nouvelle: Gestionnaire
) -> None:
    envoyee = jusqu_a(monde.declaration("previsionnelle", 2025), monde, "transmise")
    responsable, lignes = acteur(monde.responsable), LigneJournal.objects.count()
    prevus = prevoir(fusion(monde, nouvelle), acteur=responsable)
    assert [(p.equipement, p.dossiers, len(p.droits), p.refus) for p in prevus] == [
        (monde.er, 1, 3, ""),
        (monde.er_voisin, 0, 3, ""),
    ]
    assert LigneJournal.objects.count() == lignes
    assert not TransfertEquipement.objects.exists()

    faits = fusionner(fusion(monde, nouvelle), acteur=responsable)
    assert {f.decide_par for f in faits} == {monde.responsable}
    assert set(Equipement.objects.values_list("gestionnaire", flat=True)) == {nouvelle.pk}
    envoyee.refresh_from_db()
    assert envoyee.gestionnaire == nouvelle
    transmise = LigneJournal.objects.get(action="declaration.transmise")
    assert transmise.auteur_id == monde.passerelles.approbateur.pk
    assert not Acteur(monde.passerelles.activite, MAINTENANT).equipements_comme(
        ["fournisseur_activite"]
    )
    with acte_impossible("n’ont plus d’équipement"):
        fusionner(fusion(monde, nouvelle), acteur=responsable)


def test_les_memes_personnes_chez_le_nouveau(monde: Monde, nouvelle: Gestionnaire) -> None:
    fusionner(fusion(monde, nouvelle, reconduire=True), acteur=acteur(monde.responsable))
    assert Acteur(monde.passerelles.activite, MAINTENANT).roles_sur(
        Equipement.objects.get(pk=monde.er.pk)
    ) == {"fournisseur_activite"}
    assert not Acteur(monde.passerelles.activite, MAINTENANT).roles_sur(
        Equipement.objects.get(pk=monde.er_voisin.pk)
    )
    assert Habilitation.objects.filter(gestionnaire=nouvelle).count() == 6


def test_un_seul_qui_ne_peut_pas_retient_tout(monde: Monde, nouvelle: Gestionnaire) -> None:
    responsable = acteur(monde.responsable)
    transferer(
        monde.er.pk,
        vers_id=monde.voisins.gestionnaire.pk,
        le=JOUR + timedelta(days=9),
        motif=MOTIF,
        acteur=responsable,
    )
    refus = [p.refus for p in prevoir(fusion(monde, nouvelle), acteur=responsable)]
    assert [bool(r) for r in refus] == [True, False]
    with acte_impossible("déjà prévu"):
        fusionner(fusion(monde, nouvelle), acteur=responsable)
    monde.er_voisin.refresh_from_db()
    assert monde.er_voisin.gestionnaire == monde.voisins.gestionnaire


def test_ni_par_un_autre_ni_sans_motif_ni_de_droits_a_venir(
    monde: Monde, nouvelle: Gestionnaire
) -> None:
    with acte_interdit():
        prevoir(fusion(monde, nouvelle), acteur=acteur(monde.conseiller))
    responsable = acteur(monde.responsable)
    with pytest.raises(DemandeInvalide, match="motif de la fusion"):
        fusionner(fusion(monde, nouvelle, motif="x"), acteur=responsable)
    with pytest.raises(DemandeInvalide, match="reconduisent"):
        fusionner(
            fusion(monde, nouvelle, le=JOUR + timedelta(days=1), reconduire=True),
            acteur=responsable,
        )


def test_par_sa_page_deux_fois_avant_d_agir(
    monde: Monde, nouvelle: Gestionnaire, client: Client
) -> None:
    declaration = monde.declaration()
    client.force_login(monde.responsable)
    adresse = reverse("declarations:fusion")
    saisie = {
        "caf": monde.caf.pk,
        "de": f"{SIRETS[0][:9]} {SIRETS[0][9:]}\n\n\u200e{SIRETS[1][:9]}.{SIRETS[1][9:]}",
        "vers": f"{nouvelle.siret[:9]}-{nouvelle.siret[9:]}",
        "le": JOUR.isoformat(),
        "motif": MOTIF,
    }
    inconnu = client.post(adresse, saisie | {"vers": SIRETS[3]})
    assert inconnu.status_code == 422
    tronque = client.post(adresse, saisie | {"de": f"{SIRETS[0]}\n{SIRETS[1][:-1]}"})
    assert "Ce SIRET compte 13 chiffres, au lieu de 14." in texte(tronque.content.decode())
    vue = client.post(adresse, saisie)
    lue, confirmer = texte(vue.content.decode()), {"etape": vue.context["confirmation"]}
    assert "2 équipements, 1 dossier à leur suite ; 6 personnes" in lue
    assert Declaration.objects.get().gestionnaire == monde.passerelles.gestionnaire
    autre = client.post(adresse, saisie | {"de": SIRETS[1]} | confirmer)
    assert autre.status_code == 200  # changed since it was shown: shown again
    assert Declaration.objects.get().gestionnaire == monde.passerelles.gestionnaire
    client.post(adresse, saisie | confirmer)
    declaration.refresh_from_db()
    assert declaration.gestionnaire == nouvelle
