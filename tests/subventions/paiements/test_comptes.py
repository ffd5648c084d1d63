"""Accounts of partners: four eyes, masked, told, never rewritten."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from habilitations.models import Adhesion
from portal.dossiers.models import Avis
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from subventions.paiements.models import CompteBancaire
from subventions.paiements.services.comptes import (
    confirmer_compte,
    refuser_compte,
    regler_compte_payeur,
)
from tests.monde import Monde, acteur
from tests.relances.views.pages import connecte
from tests.socle import fichiers
from tests.subventions.paiements.fabriques import (
    AUTRE_IBAN,
    IBAN,
    IBAN_CAF,
    en_vigueur,
    propose,
    rib,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def base(monde: Monde) -> Adhesion:
    return Adhesion.objects.get(caf=monde.caf, gestionnaire=monde.passerelles.gestionnaire)


def test_le_partenaire_propose_et_la_caf_confirme(monde: Monde) -> None:
    compte = propose(monde)
    assert (compte.etat, compte.cote_caf) == ("propose", False)
    confirme = confirmer_compte(
        compte.pk, iban="FR76 3000 6000 0112 3456 7890 189", acteur=acteur(monde.conseiller)
    )
    assert confirme.etat == "actif"
    assert confirmer_compte(compte.pk, iban=IBAN, acteur=acteur(monde.conseiller)) == confirme
    lignes = LigneJournal.objects.filter(action__startswith="compte.")
    assert [ligne.action for ligne in lignes.order_by("pk")] == [
        "compte.propose",
        "compte.confirme",
    ]
    assert IBAN not in str([ligne.details for ligne in lignes])


def test_qui_propose_ne_confirme_pas(monde: Monde) -> None:
    compte = propose(monde, par=monde.conseiller)
    assert compte.cote_caf
    with pytest.raises(ActionRefusee, match="une autre personne") as refus:
        confirmer_compte(compte.pk, iban=IBAN, acteur=acteur(monde.conseiller))
    assert refus.value.interdite
    autre = confirmer_compte(compte.pk, iban=IBAN, acteur=acteur(monde.hors_portefeuille))
    assert autre.confirme_par == monde.hors_portefeuille


def test_qui_n_est_pas_conseiller_ne_confirme_pas(monde: Monde) -> None:
    compte = propose(monde)
    for qui in (monde.ccd, monde.responsable, monde.conseiller_nord, monde.passerelles.approbateur):
        with pytest.raises(ActionRefusee) as refus:
            confirmer_compte(compte.pk, iban=IBAN, acteur=acteur(qui))
        assert refus.value.interdite


def test_qui_fournit_l_activite_ne_propose_ni_ne_lit(monde: Monde) -> None:
    with pytest.raises(ActionRefusee, match="ou le partenaire"):
        propose(monde, par=monde.passerelles.activite)
    propose(monde)
    visibles = CompteBancaire.objects.visibles_par
    assert not visibles(acteur(monde.passerelles.activite)).exists()
    assert not visibles(acteur(monde.voisins.finances)).exists()
    assert not visibles(acteur(monde.responsable)).exists()
    assert visibles(acteur(monde.passerelles.approbateur)).count() == 1
    assert visibles(acteur(monde.ccd)).count() == 1


def test_confirmer_demande_l_iban_de_la_piece(monde: Monde) -> None:
    compte = propose(monde)
    with pytest.raises(DemandeInvalide, match="Ce n’est pas l’IBAN proposé"):
        confirmer_compte(compte.pk, iban=AUTRE_IBAN, acteur=acteur(monde.conseiller))
    compte.refresh_from_db()
    assert compte.etat == "propose"


def test_un_changement_remplace_et_garde_l_histoire(monde: Monde) -> None:
    ancien = en_vigueur(monde)
    with pytest.raises(DemandeInvalide, match="déjà celui qui est en vigueur"):
        propose(monde)
    nouveau = en_vigueur(monde, AUTRE_IBAN)
    ancien.refresh_from_db()
    assert (ancien.etat, nouveau.etat) == ("remplace", "actif")
    assert ancien.clos_par == monde.conseiller


def test_un_seul_changement_attend(monde: Monde) -> None:
    compte = propose(monde)
    with pytest.raises(ActionRefusee, match="attend déjà"):
        propose(monde, AUTRE_IBAN, par=monde.passerelles.approbateur)
    refuse = refuser_compte(
        compte.pk, motif="La pièce est illisible", acteur=acteur(monde.conseiller)
    )
    assert refuse.etat == "refuse"
    assert refuser_compte(compte.pk, motif="", acteur=acteur(monde.conseiller)) == refuse
    assert propose(monde, AUTRE_IBAN).etat == "propose"
    with pytest.raises(ActionRefusee, match="a été refusé"):
        confirmer_compte(compte.pk, iban=IBAN, acteur=acteur(monde.conseiller))


def test_qui_a_propose_abandonne(monde: Monde) -> None:
    compte = propose(monde)
    abandon = {"motif": "Je me suis trompé de compte"}
    with pytest.raises(ActionRefusee):
        refuser_compte(compte.pk, acteur=acteur(monde.passerelles.approbateur), **abandon)
    refuser_compte(compte.pk, acteur=acteur(monde.passerelles.finances), **abandon)
    compte.refresh_from_db()
    assert compte.etat == "refuse"


def test_un_second_envoi_ne_fait_rien(monde: Monde) -> None:
    jeton = uuid4()
    assert propose(monde, jeton=jeton) == propose(monde, jeton=jeton)
    assert CompteBancaire.objects.count() == 1


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"iban": "FR7630006000011234567890188"}, "iban"),
        ({"bic": "XX"}, "bic"),
        ({"fichier": SimpleUploadedFile("rib.exe", b"MZ\x90\x00")}, "fichier"),
    ],
)
def test_ce_qui_est_mal_ecrit_se_dit_a_sa_place(
    monde: Monde, champs: dict[str, object], champ: str
) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        propose(monde, **({"iban": IBAN} | champs))
    assert refus.value.champ == champ
    assert not CompteBancaire.objects.exists()


def test_un_compte_ne_se_reecrit_pas(monde: Monde) -> None:
    compte = en_vigueur(monde)
    lignes = CompteBancaire.objects.filter(pk=compte.pk)
    for agir in (lambda: lignes.update(iban=AUTRE_IBAN), lignes.delete):
        with pytest.raises(DatabaseError, match="il se remplace"), transaction.atomic():
            agir()


def test_le_partenaire_et_le_referent_sont_prevenus_sans_l_iban(monde: Monde) -> None:
    propose(monde)
    gens = set(Avis.objects.values_list("personne", flat=True))
    assert gens == {monde.passerelles.approbateur.pk, monde.conseiller.pk}
    avis = Avis.objects.filter(personne=monde.conseiller).get()
    assert "FR•• •••• 0189" in avis.phrase
    assert "est proposé pour les versements de l’Association Les Passerelles." in avis.phrase
    assert avis.chemin == reverse("paiements:compte", args=[base(monde).pk])
    assert not Courriel.objects.filter(texte__contains=IBAN).exists()
    assert Courriel.objects.count() == 2


def test_l_avis_du_nouveau_compte_nomme_le_partenaire_en_francais(monde: Monde) -> None:
    en_vigueur(monde)
    avis = Avis.objects.get(personne=monde.passerelles.approbateur, acte="compte_confirme")
    debut = "Les prochains versements de l’Association Les Passerelles iront au compte FR•• ••••"
    assert avis.phrase.startswith(debut)


def test_aucune_page_ne_montre_un_iban_entier(monde: Monde) -> None:
    en_vigueur(monde)
    compte = propose(monde, AUTRE_IBAN)
    adresses = [
        reverse("paiements:comptes"),
        reverse("paiements:compte", args=[base(monde).pk]),
        reverse("paiements:confirmer_compte", args=[compte.pk]),
    ]
    for adresse in adresses:
        lu = connecte(monde.hors_portefeuille).get(adresse).content.decode()
        assert "2606" in lu
        serre = "".join(lu.split())
        assert IBAN not in serre
        assert AUTRE_IBAN not in serre


def test_les_pages_menent_le_changement(monde: Monde) -> None:
    page = reverse("paiements:compte", args=[base(monde).pk])
    finances = connecte(monde.passerelles.finances)
    assert "Aucun compte bancaire" in finances.get(page).content.decode()
    champs = {"titulaire": "Les Passerelles", "iban": IBAN, "bic": "", "jeton": str(uuid4())}
    reponse = finances.post(
        reverse("paiements:proposer_compte", args=[base(monde).pk]), champs | {"fichier": rib()}
    )
    assert reponse.status_code == 302
    assert "Abandonner ce changement" in finances.get(page).content.decode()
    compte = CompteBancaire.objects.get()
    conseiller = connecte(monde.conseiller)
    confirmer = reverse("paiements:confirmer_compte", args=[compte.pk])
    faux = conseiller.post(confirmer, {"iban": AUTRE_IBAN})
    assert faux.status_code == 422
    assert AUTRE_IBAN in faux.content.decode()  # what was typed comes back to who typed it
    assert conseiller.post(confirmer, {"iban": IBAN}).status_code == 302
    compte.refresh_from_db()
    assert compte.etat == "actif"
    piece = conseiller.get(reverse("paiements:piece_compte", args=[compte.pk]))
    assert b"".join(piece.streaming_content) == fichiers.PDF


def test_le_compte_payeur_est_regle_par_le_responsable(monde: Monde) -> None:
    champs = {"titulaire": "Caf de la Savoie", "iban": IBAN_CAF, "bic": ""}
    with pytest.raises(ActionRefusee):
        regler_compte_payeur(monde.caf.pk, acteur=acteur(monde.conseiller), **champs)
    reglage = regler_compte_payeur(monde.caf.pk, acteur=acteur(monde.responsable), **champs)
    assert reglage.iban_masque == "DE•• •••• 3000"
    regler_compte_payeur(monde.caf.pk, acteur=acteur(monde.responsable), **champs)
    assert LigneJournal.objects.filter(action="compte_payeur.regle").count() == 1
    assert "3000" in connecte(monde.responsable).get(reverse("paiements:comptes")).content.decode()
