"""Answers that the Caf may not edit, or not so: nothing is written."""

from typing import Any

import pytest

from bilans.models import Bilan, FeuilleBilan, ModificationCaf
from bilans.services.bilan import ouvrir
from bilans.services.modifications import ModificationARevoir
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.bilans.bilans import bilan_clas
from tests.bilans.remplir import jusqu_a
from tests.bilans.services.modifications import avis, bilan, corriger, relu
from tests.monde import Monde, acteur

__all__ = ["bilan"]


@pytest.mark.django_db
class TestRefus:
    @pytest.mark.parametrize("motif", ["", "ok", "a" * 40])
    def test_sans_motif(self, monde: Monde, bilan: Bilan, motif: str) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            corriger(bilan, monde.conseiller, {"structure_nom": "Autre"}, motif=motif)

        assert refus.value.champ == "motif"
        self._rien(bilan)

    def test_une_question_qui_n_est_pas_posee(self, monde: Monde, bilan: Bilan) -> None:
        with pytest.raises(DemandeInvalide, match="n’est plus posée"):
            corriger(bilan, monde.conseiller, {"coordination_heures": "12"})
        self._rien(bilan)

    def test_une_reponse_mal_ecrite_arrete_tout(self, monde: Monde, bilan: Bilan) -> None:
        with pytest.raises(ModificationARevoir) as refus:
            corriger(
                bilan, monde.conseiller, {"structure_nom": "Autre", "structure_type": "inconnu"}
            )

        assert list(refus.value.resultat.erreurs) == ["structure_type"]
        self._rien(bilan)

    def test_une_reponse_qui_ne_tient_pas(self, monde: Monde, bilan: Bilan) -> None:
        place = next(
            e
            for e in ouvrir_ici(bilan, monde).emplacements.values()
            if e.champ.type == "choix_multiples" and e.champ.exclusifs
        )
        exclusif = place.champ.exclusifs[0]
        autre = next(code for code, _ in place.champ.choix if code != exclusif)

        with pytest.raises(ModificationARevoir) as refus:
            corriger(bilan, monde.conseiller, {place.chemin: [exclusif, autre]})

        assert refus.value.fautes == {place.chemin: "exclusif"}
        self._rien(bilan)

    @pytest.mark.parametrize("qui", ["hors_portefeuille", "passerelles.approbateur"])
    def test_a_qui_ne_suit_pas_le_partenaire(self, monde: Monde, bilan: Bilan, qui: str) -> None:
        personne = monde
        for nom in qui.split("."):
            personne = getattr(personne, nom)
        with pytest.raises(ActionRefusee) as refus:
            corriger(bilan, personne, {"structure_nom": "Autre"})

        assert refus.value.interdite
        self._rien(bilan)

    def test_une_fois_valide(self, monde: Monde) -> None:
        valide = jusqu_a(bilan_clas(monde), monde, "valide")

        with pytest.raises(ActionRefusee) as refus:
            corriger(valide, monde.conseiller, {"structure_nom": "Autre"})

        assert not refus.value.interdite

    def test_un_collegue_a_modifie_la_meme_reponse(self, monde: Monde, bilan: Bilan) -> None:
        corriger(bilan, monde.conseiller, {"structure_nom": "Première"})

        with pytest.raises(ModificationARevoir) as refus:
            corriger(bilan, monde.remplacant, {"structure_nom": "Seconde"})
        (conflit,) = refus.value.resultat.conflits
        assert (conflit.autre, conflit.mienne) == ("Première", "Seconde")

        corriger(bilan, monde.remplacant, {"structure_nom": "Seconde"}, revision=2)
        assert [m.apres for m in ModificationCaf.objects.all()] == ["Première", "Seconde"]

    def test_renoncer_a_la_sienne_la_garde_a_part(self, monde: Monde, bilan: Bilan) -> None:
        corriger(bilan, monde.conseiller, {"structure_nom": "Première"})

        corriger(bilan, monde.remplacant, {}, revision=2, ecartees={"structure_nom": "Seconde"})

        ecartee = FeuilleBilan.objects.get(bilan=bilan).ecartees.get()
        assert (ecartee.valeur, ecartee.par) == ("Seconde", monde.remplacant)
        assert ModificationCaf.objects.count() == 1

    @staticmethod
    def _rien(bilan: Bilan) -> None:
        assert not ModificationCaf.objects.exists()
        apres = relu(bilan)
        assert (apres.etat, apres.feuille.revision) == ("transmis", 1)
        assert apres.arretees == bilan.arretees
        assert not avis().exists()


def ouvrir_ici(bilan: Bilan, monde: Monde) -> Any:
    return ouvrir(bilan.pk, acteur(monde.conseiller))
