"""Loading the set: the same rows from the same seed, and never over what is not its own."""

import pytest
from django.core.management import CommandError, call_command

from declarations.models import Declaration
from habilitations.models import Gestionnaire, Portefeuille, Utilisateur
from habilitations.models.gestionnaires import valider_siret
from portal.accueil.peuplement.chargement import PeuplementRefuse
from portal.accueil.peuplement.noms import siret
from portal.accueil.peuplement.registre import PlageEpuisee, Rangee
from tests.accueil.peuplement.jeu import charger, empreintes, petit

# Written by the database as the rows come: the lines of the nation, the history of the barème.
DATEES = {
    "subventions_lignebareme",  # loaded again from its files, with other ids
    "subventions_lignebaremeevent",
    "socle_lignejournal",
    "socle_chainejournal",
}


def test_la_meme_graine_donne_les_memes_lignes_une_autre_non(db: None) -> None:
    charger(petit(cafs=1))
    premier = empreintes()
    charger(petit(cafs=1), effacer=True)
    second = empreintes()
    # What the database writes bears the moment of the loading.
    differentes = {nom for nom in premier if premier[nom] != second[nom]}
    assert differentes == DATEES
    charger(petit(cafs=1, graine=7), effacer=True)
    autre = empreintes()
    assert autre["declarations_volet"] != premier["declarations_volet"]


def test_une_caf_est_la_meme_quel_que_soit_leur_nombre(db: None) -> None:
    tables = ("dossiers_dossier", "habilitations_equipement", "subventions_calcul")
    charger(petit(cafs=1))
    seule = empreintes(tables=tables)
    charger(petit(cafs=2), effacer=True)
    premiere = Declaration.objects.order_by("pk").values_list("caf", flat=True)[0]
    assert empreintes(f"caf_id = {premiere}", tables) == seule
    assert len(set(Declaration.objects.order_by().values_list("caf", flat=True))) == 2


def test_refuse_hors_demonstration(db: None, settings: object) -> None:
    settings.DEMO = False
    with pytest.raises(PeuplementRefuse, match="démonstration"):
        charger()
    assert not Gestionnaire.objects.exists()


def test_refuse_des_donnees_qui_ne_sont_pas_les_siennes_meme_pour_effacer(db: None) -> None:
    Utilisateur.objects.create_user("quelqu.un@example.org", prenom="A", nom="B")
    for effacer in (False, True):
        with pytest.raises(PeuplementRefuse, match="ne viennent pas d’un peuplement"):
            charger(effacer=effacer)
    assert Utilisateur.objects.count() == 1


def test_refuse_de_peupler_deux_fois_sans_qu_on_le_demande(db: None) -> None:
    charger(petit(cafs=1))
    avant = Declaration.objects.count()
    with pytest.raises(CommandError, match="--effacer"):
        call_command("peupler", echelle=1)
    assert Declaration.objects.count() == avant


def test_une_plage_d_identifiants_epuisee_se_dit() -> None:
    rangee = Rangee(Portefeuille, "caf_id nom titulaire_id", 0, 1)
    rangee.ajouter(1, "A", 1)
    with pytest.raises(PlageEpuisee):
        rangee.ajouter(1, "B", 1)


def test_les_siret_sont_valides_et_differents() -> None:
    numeros = [siret(n) for n in range(1, 500)]
    for numero in numeros:
        valider_siret(numero)
    assert len(set(numeros)) == len(numeros)
