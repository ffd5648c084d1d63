"""The money page of a file: what is owed, decided, suspended, and to whom it is told."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from portal.socle.formats import euros
from subventions.droits.services import confirmer_decision
from subventions.droits.services.suspensions import suspendre_les_droits
from subventions.models import DecisionDroit, Droit, SuspensionDroit
from tests.declarations.cct import declaration_cct
from tests.declarations.remplir import jusqu_a
from tests.declarations.salaires import chiffres
from tests.monde import Monde, acteur
from tests.subventions.droits.ouverts import (
    MOTIF,
    decider,
    droit_de,
    rectifier,
    valider_de_nouveau,
)
from tests.subventions.paiements.argent import droit

pytestmark = pytest.mark.usefixtures("fige")


def lire(client: Client, qui: object, adresse: str) -> str:
    client.force_login(qui)
    reponse = client.get(adresse)
    assert reponse.status_code == 200, adresse
    return " ".join(reponse.content.decode().split())


def page(droit: Droit) -> str:
    return reverse("droits:dossier", args=[droit.equipement_id, droit.annee])


def ecrit(montant: Decimal) -> str:
    return " ".join(euros(montant).split())


def test_la_page_dit_le_montant_et_ses_etapes(monde: Monde, client: Client) -> None:
    droit = droit_de(monde)
    lue = lire(client, monde.passerelles.activite, page(droit))
    assert ecrit(droit.calcul.montant) in lue
    assert "Droit réel 2025" in lue
    assert "Voir le détail du calcul" in lue
    assert "<svg" in lue
    assert "Définitif" in lue


def test_elle_mesure_la_derive_du_previsionnel_au_reel(monde: Monde, client: Client) -> None:
    prevu = droit_de(monde, nature="previsionnelle", annee=2025)
    reel = droit_de(monde, "transmise")
    decision = decider(prevu, monde, "-250.50")
    lue = lire(client, monde.conseiller, page(reel))
    ecart = reel.calcul.montant - decision.montant_accepte
    assert ecart > 0
    assert f"+{ecrit(ecart)}" in lue


def test_les_deux_montants_sont_toujours_montres(monde: Monde, client: Client) -> None:
    droit = droit_de(monde)
    decision = decider(droit, monde, "-5000.00")
    for _ in range(2):
        lue = lire(client, monde.passerelles.approbateur, page(droit))
        assert ecrit(droit.calcul.montant) in lue
        assert ecrit(decision.montant_accepte) in lue
        assert MOTIF in lue
        assert str(monde.conseiller) in lue
        confirmer_decision(decision.pk, acteur=acteur(monde.remplacant))
    assert str(monde.remplacant) in lue


def test_ce_qui_a_ete_remplace_reste_lisible(monde: Monde, client: Client) -> None:
    droit = droit_de(monde)
    rectifier(Declaration.objects.get(), monde)
    declaration = Declaration.objects.get()
    jusque = lire(client, monde.conseiller, page(droit))
    assert "Ce qui ne compte plus" not in jusque
    valider_de_nouveau(declaration, monde)
    assert "Ce qui ne compte plus" in lire(client, monde.conseiller, page(droit))


def test_decider_puis_confirmer_par_les_pages(monde: Monde, client: Client) -> None:
    droit = droit_de(monde)
    client.force_login(monde.conseiller)
    accepte = droit.calcul.montant - 5000
    envoi = {"montant_accepte": str(accepte).replace(".", ","), "motif": MOTIF}
    reponse = client.post(reverse("droits:decider", args=[droit.pk]), envoi)
    assert reponse.headers["Location"] == page(droit)
    decision = DecisionDroit.objects.get()
    assert decision.attend_une_signature
    confirmer = reverse("droits:confirmer", args=[decision.pk])
    assert client.post(confirmer).status_code == 403

    client.force_login(monde.remplacant)
    assert client.post(confirmer).headers["Location"] == page(droit)
    decision.refresh_from_db()
    assert decision.est_en_vigueur
    assert decision.montant_accepte == accepte


def test_un_montant_refuse_est_dit_a_son_champ(monde: Monde, client: Client) -> None:
    droit = droit_de(monde)
    client.force_login(monde.conseiller)
    adresse = reverse("droits:decider", args=[droit.pk])
    reponse = client.post(adresse, {"montant_accepte": str(droit.calcul.montant), "motif": MOTIF})
    assert reponse.status_code == 422
    assert "C’est le montant calculé" in reponse.content.decode()
    assert not DecisionDroit.objects.exists()


def test_suspendre_puis_lever_par_les_pages(monde: Monde, client: Client) -> None:
    droit = droit_de(monde)
    client.force_login(monde.conseiller)
    envoi = {"cause": "controle", "motif": "Un contrôle sur place est en cours."}
    adresse = reverse("droits:suspendre", args=[droit.equipement_id, droit.annee])
    assert client.post(adresse, envoi).status_code == 302
    suspension = SuspensionDroit.objects.get()
    lue = lire(client, monde.passerelles.finances, page(droit))
    assert "Suspendu" in lue
    assert "Un contrôle sur place est en cours." in lue
    assert ecrit(droit.calcul.montant) in lue

    client.force_login(monde.conseiller)
    levee = reverse("droits:lever", args=[suspension.pk])
    assert (
        client.post(levee, {"motif": "Le contrôle est terminé, rien à redire."}).status_code == 302
    )
    suspension.refresh_from_db()
    assert (suspension.levee_par, bool(suspension.levee_le)) == (monde.conseiller, True)


@pytest.fixture
def cct(monde: Monde) -> Droit:
    declaration, saisies = declaration_cct(monde)
    jusqu_a(declaration, monde, "validee", changements=chiffres(declaration, saisies))
    return Droit.objects.get()


def test_sur_une_cct_qui_ne_lit_pas_les_salaires_ne_lit_aucun_montant(
    monde: Monde, client: Client, cct: Droit
) -> None:
    decision = decider(cct, monde, "-5000.00", "Le salaire de Claire Coop est de 30 000 euros.")
    suspendre_les_droits(
        cct.equipement_id,
        cct.annee,
        cause="piece",
        motif="Le bulletin de paie à 41 327,19 euros manque.",
        acteur=acteur(monde.conseiller),
    )
    annee = reverse("droits:partenaire", args=[cct.gestionnaire_id, cct.annee])
    declaree = reverse("declarations:dossier", args=[cct.dossier_id])
    for adresse in (page(cct), annee, reverse("droits:suivi"), declaree):
        lue = lire(client, monde.passerelles.activite, adresse)
        for montant in (cct.calcul.montant, decision.montant_accepte):
            assert ecrit(montant) not in lue, adresse
        assert "30 000 euros" not in lue
        ou = lue.find("Le bulletin de paie à")
        assert ou < 0, lue[ou - 300 : ou + 100]
    assert "Montants réservés" in lire(client, monde.passerelles.activite, page(cct))
    assert ecrit(cct.calcul.montant) in lire(client, monde.passerelles.finances, page(cct))
    assert ecrit(cct.calcul.montant) in lire(client, monde.passerelles.approbateur, annee)


def test_sur_une_cct_rien_n_est_reserve_de_ce_qui_n_est_pas_calcule(
    monde: Monde, client: Client, cct: Droit
) -> None:
    annee = cct.annee - 1
    droit(monde, "previsionnel", "", annee, equipement=cct.equipement)
    partenaire = reverse("droits:partenaire", args=[cct.gestionnaire_id, annee])
    for qui in (monde.passerelles.activite, monde.passerelles.finances):
        lue = lire(client, qui, partenaire)
        assert "Non calculé" in lue
        assert "Montant réservé" not in lue
        assert "Total des montants que vous lisez" not in lue
    autre = reverse("droits:partenaire", args=[cct.gestionnaire_id, cct.annee])
    assert "Montant réservé" in lire(client, monde.passerelles.activite, autre)


def test_un_total_dit_qu_il_laisse_ce_qui_n_est_pas_calcule(
    monde: Monde, client: Client, cct: Droit
) -> None:
    annee = cct.annee - 1
    droit(monde, "previsionnel", "", annee, equipement=cct.equipement)
    partenaire = reverse("droits:partenaire", args=[cct.gestionnaire_id, annee])
    assert "Total, hors montants non calculés" in lire(
        client, monde.passerelles.finances, partenaire
    )
    autre = reverse("droits:partenaire", args=[cct.gestionnaire_id, cct.annee])
    assert "non calculés" not in lire(client, monde.passerelles.finances, autre)


def test_la_file_compte_et_filtre(monde: Monde, client: Client) -> None:
    droit = droit_de(monde)
    droit_de(monde, "transmise", nature="previsionnelle", annee=2025)
    decider(droit, monde, "-5000.00")
    adresse = reverse("droits:file")
    lue = lire(client, monde.conseiller, adresse)
    assert "En vigueur&nbsp;<strong>2</strong>" in lue
    assert "Décision à confirmer&nbsp;<strong>1</strong>" in lue
    seule = lire(client, monde.conseiller, f"{adresse}?etat=a_signer")
    assert "Réel 2025" in seule
    assert "Prévisionnel 2025" not in seule.replace("Prévisionnel</option>", "")
    assert lire(client, monde.hors_portefeuille, f"{adresse}?perimetre=caf&sort=calcule")


def test_mes_subventions_reunit_ses_exercices(monde: Monde, client: Client) -> None:
    droit = droit_de(monde)
    lue = lire(client, monde.passerelles.activite, reverse("droits:suivi"))
    assert ecrit(droit.calcul.montant) in lue
    assert page(droit) in lue
    vide = lire(client, monde.voisins.activite, reverse("droits:suivi"))
    assert "Aucun droit pour le moment" in vide


def test_qui_peut_signer_en_second_le_lit_a_l_accueil(monde: Monde, client: Client) -> None:
    droit = droit_de(monde)
    decision = decider(droit, monde, "-5000.00")
    attente, accueil = "attend une deuxième signature", reverse("accueil:a_faire")
    assert page(droit) in lire(client, monde.hors_portefeuille, accueil)
    for qui in (monde.conseiller, monde.ccd, monde.conseiller_nord, monde.passerelles.approbateur):
        assert attente not in lire(client, qui, accueil)
    confirmer_decision(decision.pk, acteur=acteur(monde.remplacant))
    assert attente not in lire(client, monde.hors_portefeuille, accueil)


def test_le_partenaire_entier_ne_s_ouvre_que_s_il_a_un_droit(monde: Monde, client: Client) -> None:
    """Nothing sent yet, or no barème published: the page stands, and leads to no 404."""
    declaree = monde.declaration(nature="reelle", annee=2025)
    adresses = {
        nom: reverse(f"droits:{nom}", args=[pk, declaree.annee])
        for nom, pk in (
            ("dossier", declaree.equipement_id),
            ("partenaire", declaree.gestionnaire_id),
        )
    }
    elle = monde.passerelles.activite
    assert adresses["partenaire"] not in lire(client, elle, adresses["dossier"])
    assert client.get(adresses["partenaire"]).status_code == 404
    jusqu_a(declaree, monde, "transmise")
    assert adresses["partenaire"] in lire(client, elle, adresses["dossier"])
    assert declaree.equipement.nom in lire(client, elle, adresses["partenaire"])
