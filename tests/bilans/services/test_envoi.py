"""Sending a bilan: what counts is frozen, told, and cannot be sent again."""

from functools import partial

import pytest

from bilans.exports.recepisse import EnvoiAltere, recepisse_pdf
from bilans.models import Bilan, CampagneBilan, DemandeComplement, EnvoiBilan, FeuilleBilan
from bilans.services.bilan import ouvrir
from bilans.services.definitions import definition_du_bilan
from bilans.services.empreintes import empreinte, est_altere
from bilans.services.envoi import transmettre
from bilans.services.faits import faits_du_bilan
from bilans.services.lignes import ajouter_ligne, retirer_ligne
from declarations.models import Declaration
from declarations.services.saisie import enregistrer as enregistrer_volet
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee
from tests.bilans.bilans import bilan_cct, bilan_clas
from tests.bilans.pieges import bilan_piege
from tests.bilans.remplir import remplir
from tests.bilans.services.test_saisie import feuille, saisir
from tests.declarations.pdf import texte_de
from tests.monde import JOUR, MAINTENANT, Monde, acteur

pytestmark = pytest.mark.django_db


def piege_rempli(monde: Monde) -> Bilan:
    """A bilan with answers hidden, a row withdrawn, a row within a row."""
    bilan, qui = bilan_piege(monde), monde.passerelles.activite
    saisir(bilan, qui, bonus="oui", n="2", motif_bonus="Pour les parents")
    saisir(bilan, qui, groupes__1__niveau="lycee", groupes__1__filiere="Cachée ensuite")
    saisir(bilan, qui, groupes__1__niveau="college", groupes__2__niveau="lycee")
    for cle in ("la", "lb"):
        ajouter_ligne(bilan.pk, "lieux", cle, acteur=acteur(qui), nom="Lieu")
        saisir(bilan, qui, **{f"lieux__{cle}__adresse": f"Adresse {cle}"})
    ajouter_ligne(bilan.pk, "lieux.la.salles", "sa", acteur=acteur(qui), nom="Salle")
    saisir(bilan, qui, lieux__la__salles__sa__places="12")
    retirer_ligne(bilan.pk, "lieux", "lb", acteur=acteur(qui))
    return bilan


def envoyer(monde: Monde, bilan: Bilan) -> EnvoiBilan:
    return transmettre(bilan.pk, acteur=acteur(monde.passerelles.approbateur))


ATTENDUES = {
    "bonus": "oui",
    "motif_bonus": "Pour les parents",
    "n": "2",
    "groupes.1.niveau": "college",
    "groupes.2.niveau": "lycee",
    "lieux.la.adresse": "Adresse la",
    "lieux.la.salles.sa.places": "12",
}


def test_ce_qui_compte_est_fige_et_cela_seul(monde: Monde) -> None:
    bilan = piege_rempli(monde)
    envoi = envoyer(monde, bilan)

    assert envoi.reponses == ATTENDUES
    assert (envoi.lignes["lieux"], envoi.reference) == ([["la", "Lieu 1"]], "bilan_clas-2")
    assert envoi.mentions["repondants"] == [{"nom": "Alice Activité", "caf": False}]
    bilan = Bilan.objects.get(pk=bilan.pk)
    assert (bilan.etat, bilan.arretees, bilan.dernier_envoi) == ("transmis", ATTENDUES, envoi)
    # Nothing typed is lost for all that.
    assert feuille(bilan).donnees["lieux.lb.adresse"] == "Adresse lb"
    ligne = LigneJournal.objects.sur(bilan).last()
    assert (ligne.action, ligne.details["empreinte"]) == ("bilan.transmis", envoi.empreinte)


def test_l_empreinte_porte_sur_tout(monde: Monde) -> None:
    envoi = envoyer(monde, piege_rempli(monde))
    relu = EnvoiBilan.objects.select_related("bilan__version__questionnaire").get(pk=envoi.pk)
    assert not est_altere(relu)
    for champ, autre in (
        ("reponses", {**relu.reponses, "n": "3"}),
        ("nom", "Une autre"),
        ("mentions", {}),
        ("lignes", {}),
        ("faits", {"bonus_enfants": "oui"}),
    ):
        avant = getattr(relu, champ)
        setattr(relu, champ, autre)
        assert empreinte(relu) != relu.empreinte
        with pytest.raises(EnvoiAltere):
            recepisse_pdf(relu)
        setattr(relu, champ, avant)


def test_le_recepisse_montre_les_lignes_et_rien_de_cache(monde: Monde) -> None:
    envoi = envoyer(monde, piege_rempli(monde))
    texte = texte_de(recepisse_pdf(envoi))
    for dit in ("Adresse la", "Pour les parents", "Lieu 1", "12", envoi.empreinte[:20]):
        assert dit in texte
    for tu in ("Cachée ensuite", "Adresse lb", "Lieu 2"):
        assert tu not in texte


def test_le_courriel_rappelle_ce_qui_est_transmis(monde: Monde) -> None:
    bilan = piege_rempli(monde)
    envoi = envoyer(monde, bilan)
    courriels = {c.destinataire_id: c for c in Courriel.objects.filter(objet_id=bilan.pk)}
    gens = monde.passerelles
    assert set(courriels) == {gens.activite.pk, gens.approbateur.pk, monde.conseiller.pk}
    texte = courriels[gens.activite.pk].texte
    assert f"{envoi.nom} a transmis" in texte
    assert "- Adresse – Lieu 1 : Adresse la" in texte
    assert "Adresse lb" not in texte
    assert "Vous avez transmis" in courriels[gens.approbateur.pk].texte


@pytest.mark.parametrize("faire", [bilan_clas, bilan_cct])
def test_un_bilan_livre_rempli_en_une_fois_se_transmet(monde: Monde, faire: object) -> None:
    """One save holds every answer: each brings the questions that hang on it."""
    bilan = faire(monde)
    # What is answered fills the declaration, hence a fact, hence one more question: told twice.
    for _ in range(2):
        etat = remplir(definition_du_bilan(bilan), faits_du_bilan(bilan), rang=0)
        donnees = {c.replace(".", "__"): v for c, v in etat.comptees.items()}
        saisir(bilan, monde.passerelles.activite, **donnees)
    assert envoyer(monde, bilan).reponses == etat.comptees


def test_le_tableau_des_postes_declares_part_avec_le_bilan(monde: Monde) -> None:
    bilan = bilan_cct(monde, "autoevaluation_cct")
    declaration = Declaration.objects.get(equipement=bilan.equipement)
    cles = [ligne["cle"] for ligne in declaration.version_courante.lignes]
    intitules = {f"postes.{cle}.intitule": f"Poste {cle}" for cle in cles}
    activite = acteur(monde.passerelles.activite)
    enregistrer_volet(declaration.pk, "activite", acteur=activite, revision=0, brut=intitules)
    etat = remplir(definition_du_bilan(bilan), faits_du_bilan(bilan), rang=0)
    donnees = {c.replace(".", "__"): v for c, v in etat.comptees.items()}
    moitie = dict(list(donnees.items())[::2])
    saisir(bilan, monde.conseiller, **moitie)
    saisir(bilan, monde.passerelles.activite, **donnees)
    envoi = envoyer(monde, bilan)
    assert {c: v for c, v in envoi.reponses.items() if c.endswith(".intitule")} == intitules
    assert envoi.mentions["repondants"] == [
        {"nom": "Alice Activité", "caf": False},
        {"nom": "Colette Conseil", "caf": True},
    ]
    assert Courriel.objects.filter(destinataire_id=monde.conseiller.pk).count() == 1


class TestRefus:
    def test_ce_qui_manque_empeche_l_envoi(self, monde: Monde) -> None:
        bilan = bilan_piege(monde)
        saisir(bilan, monde.passerelles.activite, bonus="oui")
        with pytest.raises(ActionRefusee, match="1 question attend encore une réponse"):
            envoyer(monde, bilan)

    def test_ce_qui_ne_tient_pas_empeche_l_envoi(self, monde: Monde) -> None:
        bilan = bilan_piege(monde)
        saisir(bilan, monde.passerelles.activite, bonus="non", publics=["enfants", "aucun"])
        with pytest.raises(ActionRefusee, match="à corriger"):
            envoyer(monde, bilan)

    def test_ce_qui_est_reporte_se_confirme_d_abord(self, monde: Monde) -> None:
        bilan = piege_rempli(monde)
        reprises = {"motif_bonus": "Bilan 2024-2025"}
        FeuilleBilan.objects.filter(bilan=bilan).update(a_confirmer=reprises)
        with pytest.raises(ActionRefusee, match="à confirmer"):
            envoyer(monde, bilan)
        # Hidden, it does not count, and blocks nothing.
        saisir(bilan, monde.passerelles.activite, bonus="non")
        assert envoyer(monde, bilan).reponses["bonus"] == "non"

    def test_seul_l_approbateur_transmet(self, monde: Monde) -> None:
        bilan = piege_rempli(monde)
        for qui in (monde.passerelles.activite, monde.passerelles.finances, monde.conseiller):
            with pytest.raises(ActionRefusee) as refus:
                transmettre(bilan.pk, acteur=acteur(qui))
            assert refus.value.refus.interdit

    def test_deux_fois_c_est_une_de_trop(self, monde: Monde) -> None:
        bilan = piege_rempli(monde)
        envoyer(monde, bilan)
        with pytest.raises(ActionRefusee) as refus:
            envoyer(monde, bilan)
        assert not refus.value.refus.interdit
        assert bilan.envois.count() == 1

    def test_apres_la_fin_ou_suspendu(self, monde: Monde) -> None:
        bilan = piege_rempli(monde)
        CampagneBilan.objects.update(suspendue_le=MAINTENANT, suspendue_motif="Panne")
        with pytest.raises(ActionRefusee):
            envoyer(monde, bilan)

    def test_transmis_on_ne_repond_plus(self, monde: Monde) -> None:
        bilan = piege_rempli(monde)
        envoyer(monde, bilan)
        with pytest.raises(ActionRefusee):
            saisir(bilan, monde.passerelles.activite, n="3")


def test_un_complement_ne_touche_que_ce_qu_il_nomme_puis_repart(monde: Monde) -> None:
    bilan, qui = piege_rempli(monde), monde.passerelles.activite
    premier = envoyer(monde, bilan)
    FeuilleBilan.objects.filter(bilan=bilan).update(ouvertes=["motif_bonus"])
    demande = DemandeComplement.objects.create(
        bilan=bilan,
        motif="Dites-en plus sur le bonus demandé",
        questions=["motif_bonus"],
        demandee_par=monde.conseiller,
        demandee_le=MAINTENANT,
        pour_le=JOUR,
    )
    bilan = Bilan.objects.get(pk=bilan.pk)
    bilan.etat = "a_completer"
    bilan.save()
    CampagneBilan.objects.update(suspendue_le=MAINTENANT, suspendue_motif="Panne")
    for acte in (partial(saisir, bilan, qui, motif_bonus="Autre"), partial(envoyer, monde, bilan)):
        with pytest.raises(ActionRefusee, match="suspendue : « Panne »"):
            acte()
    CampagneBilan.objects.update(suspendue_le=None, suspendue_motif="")

    with pytest.raises(ActionRefusee, match="ne demande pas de revenir"):
        saisir(bilan, qui, n="1")
    saisir(bilan, qui, motif_bonus="Pour les parents et les enfants")
    second = envoyer(monde, bilan)

    assert (second.numero, second.reponses["motif_bonus"]) == (2, "Pour les parents et les enfants")
    assert second.mentions["complement_pour_le"] == JOUR.isoformat()
    premier.refresh_from_db()
    assert premier.reponses == ATTENDUES
    demande.refresh_from_db()
    assert demande.satisfaite_le
    assert feuille(bilan).ouvertes is None
    with pytest.raises(ActionRefusee):
        ouvrir(bilan.pk, acteur(qui)).exiger("repondre")
