"""An answer edited by the Caf: told with its reason, counted at once, by one person at a time."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from bilans.models import Bilan, ModificationCaf
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services.invitations import inviter
from bilans.repondants.services.liens import adresse_de
from bilans.services.avis import relire_avis
from bilans.services.nouvelles import relire_nouvelle
from habilitations.models import Habilitation, Utilisateur
from portal.dossiers.models import Avis
from portal.dossiers.services.nouvelles import marquer_lus
from portal.socle.composants import id_de
from portal.socle.models import LigneJournal
from portal.socle.relecture import Relu, Retire
from tests.bilans.bilans import campagne
from tests.bilans.remplir import transmettre
from tests.bilans.services.modifications import MOTIF, avis, bilan, bilan_transmis, corriger, relu
from tests.monde import MAINTENANT, SIRETS, Monde, acteur, nouveau_monde

__all__ = ["bilan"]


@pytest.mark.django_db
class TestModifier:
    def test_avant_apres_qui_quand_pourquoi(self, monde: Monde, bilan: Bilan) -> None:
        corriger(bilan, monde.conseiller, {"structure_nom": "  Les Passerelles  "})

        ecrite = ModificationCaf.objects.get()
        assert (ecrite.chemin, ecrite.avant, ecrite.apres) == (
            "structure_nom",
            "Une réponse",
            "Les Passerelles",
        )
        assert (ecrite.motif, ecrite.par, ecrite.le) == (MOTIF, monde.conseiller, MAINTENANT)
        apres = relu(bilan)
        assert apres.etat == "en_validation"
        assert apres.arretees["structure_nom"] == "Les Passerelles"
        assert apres.feuille.donnees["structure_nom"] == "Les Passerelles"
        assert apres.dernier_envoi.reponses["structure_nom"] == "Une réponse"
        assert LigneJournal.objects.sur(bilan).last().details == {"questions": ["structure_nom"]}

    def test_ce_qui_n_est_plus_demande_ne_compte_plus_et_revient(
        self, monde: Monde, bilan: Bilan
    ) -> None:
        corriger(bilan, monde.conseiller, {"structure_type": "association"})
        assert "structure_type_autre" not in relu(bilan).arretees

        corriger(bilan, monde.conseiller, {"structure_type": "autre"}, revision=2)
        assert relu(bilan).arretees["structure_type_autre"] == "Fondation"

    def test_les_lignes_sont_celles_de_l_envoi(self, monde: Monde, bilan: Bilan) -> None:
        """What the declaration says since then changes nothing of a bilan already sent."""
        declaration = bilan.equipement.dossiers.get(nature="previsionnelle").declaration
        declaration.version_courante.lignes = []
        declaration.version_courante.save()
        avant = {c for c in bilan.arretees if c.startswith("collectifs.")}

        corriger(bilan, monde.conseiller, {"structure_nom": "Les Passerelles"})

        assert avant
        assert avant <= relu(bilan).arretees.keys()

    def test_un_second_clic_n_ecrit_rien_de_plus(self, monde: Monde, bilan: Bilan) -> None:
        for _ in range(2):
            corriger(bilan, monde.conseiller, {"structure_nom": "Les Passerelles"})

        assert ModificationCaf.objects.count() == 1
        assert relu(bilan).feuille.revision == 2

    def test_la_meme_reponse_n_est_pas_une_modification(self, monde: Monde, bilan: Bilan) -> None:
        resultat = corriger(bilan, monde.conseiller, {"structure_nom": "Une réponse"})

        assert resultat.ecrits == ()
        assert (ModificationCaf.objects.count(), relu(bilan).etat) == (0, "transmis")


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
class TestAvis:
    def test_le_partenaire_est_prevenu_de_ce_que_personne_n_a_lu(
        self, monde: Monde, bilan: Bilan
    ) -> None:
        """Each edit is an e-mail; the last one names all that is still to be read."""
        corriger(bilan, monde.conseiller, {"structure_nom": "Les Passerelles"})
        corriger(bilan, monde.conseiller, {"contact_nom": "Jeanne Petit"}, revision=2)

        gens = monde.passerelles
        courriels = list(avis().order_by("pk"))
        assert {c.destinataire_id for c in courriels} == {gens.activite.pk, gens.approbateur.pk}
        verdicts = [type(relire_nouvelle(c, MAINTENANT)) for c in courriels]
        assert verdicts == [Retire, Retire, Relu, Relu]
        texte = courriels[-1].texte
        lecture = reverse("bilans:lecture", args=[bilan.pk])
        for champ in ("structure_nom", "contact_nom"):
            assert f"{lecture}#{id_de(champ)}" in texte
        for tu in (MOTIF, "Jeanne Petit"):
            assert tu not in "".join(c.texte + c.html for c in courriels)
        non_lus = Avis.objects.non_lus().filter(personne=gens.activite, acte="modifier")
        assert [len(a.points) for a in non_lus] == [2]

    def test_lu_la_suivante_ne_dit_qu_elle(self, monde: Monde, bilan: Bilan) -> None:
        alice = acteur(monde.passerelles.activite)
        corriger(bilan, monde.conseiller, {"structure_nom": "Les Passerelles"})
        marquer_lus(bilan.pk, alice)

        corriger(bilan, monde.conseiller, {"contact_nom": "Jeanne Petit"}, revision=2)

        (lu,) = Avis.objects.non_lus().filter(personne=alice.utilisateur, acte="modifier")
        assert len(lu.points) == 1

    def test_qui_n_a_plus_de_droit_ne_le_recoit_pas(self, monde: Monde, bilan: Bilan) -> None:
        corriger(bilan, monde.conseiller, {"structure_nom": "Les Passerelles"})
        alice = monde.passerelles.activite
        Habilitation.objects.filter(utilisateur=alice).update(au="2026-02-01")

        verdict = relire_nouvelle(avis().get(destinataire_id=alice.pk), MAINTENANT)

        assert isinstance(verdict, Retire)


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
def test_qui_repond_par_un_lien_en_est_prevenu_par_son_lien(monde: Monde) -> None:
    fenetre = campagne(monde.caf, "recensement_cct", 2025)
    ligne = LigneListe(1, SIRETS[2], "Aime", "mairie@aime.test", "Anne", "Aubert", ("handicap",))
    (anne,), _ = inviter(fenetre.pk, [ligne], acteur=acteur(monde.conseiller))
    commune = transmettre(Bilan.objects.get(repondants=anne), monde, par=anne.utilisateur)
    texte = next(e for e in commune.arretees if commune.arretees[e] == "Une réponse")

    corriger(commune, monde.conseiller, {texte: "Aime-la-Plagne"})

    courriel = avis().latest("pk")
    assert courriel.destinataire == "mairie@aime.test"
    assert adresse_de(anne) in courriel.texte
    assert courriel.confidentiel
    assert isinstance(relire_avis(courriel, MAINTENANT), Relu)
    anne.revoque_le, anne.revoque_par = MAINTENANT, monde.conseiller
    anne.save()
    assert isinstance(relire_avis(courriel, MAINTENANT), Retire)


@pytest.mark.django_db(transaction=True)
def test_deux_conseillers_en_meme_temps() -> None:
    """On two questions both are kept; a sheet has one revision more for each."""
    monde = nouveau_monde()
    bilan = bilan_transmis(monde)
    depart = threading.Barrier(2)
    erreurs: list[BaseException] = []

    def ecrire(qui: Utilisateur, chemin: str) -> None:
        try:
            depart.wait()
            corriger(bilan, qui, {chemin: "Écrit"})
        except BaseException as erreur:
            erreurs.append(erreur)
        finally:
            connection.close()

    fils = [
        threading.Thread(target=ecrire, args=(monde.conseiller, "structure_nom")),
        threading.Thread(target=ecrire, args=(monde.remplacant, "contact_nom")),
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert erreurs == []
    apres = relu(bilan)
    assert (apres.arretees["structure_nom"], apres.arretees["contact_nom"]) == ("Écrit", "Écrit")
    assert apres.feuille.revision == 3
    assert ModificationCaf.objects.count() == 2
