"""Figures of ELAN typed by two people, by nobody any more, or twice: nothing is lost."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from declarations.models import RepriseElan
from habilitations.models import Equipement
from tests.declarations.clas import saisie_elan
from tests.declarations.elan.views.pages import formulaire, saisie
from tests.declarations.listes import texte
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


def test_deux_saisies_montrent_les_deux_valeurs_puis_la_sienne_s_enregistre(
    monde: Monde, client: Client, projet: Equipement, reprendre: Callable[..., RepriseElan]
) -> None:
    reprendre(qui=monde.remplacant)
    client.force_login(monde.conseiller)
    envoi = formulaire(**{"collectifs.c1.enfants": "8"})

    conflit = client.post(saisie(projet), envoi)

    contenu = texte(conflit.content.decode())
    assert conflit.status_code == 409
    assert "Enfants inscrits – Les Alizés" in contenu
    assert "Ma valeur : 8" in contenu
    assert re.search(r"enregistrée par Rémi Remplaçant [^:]+ : 10\b", contenu)
    assert contenu.count('name="choix-') == 2
    assert 'name="revision" value="1"' in contenu

    choix = {"revision": 1, "choix-collectifs.c1.enfants": "mienne"}
    assert client.post(saisie(projet), envoi | choix).status_code == 302
    assert RepriseElan.objects.get().donnees["collectifs.c1.enfants"] == "8"


def test_la_valeur_de_l_autre_se_garde_et_la_sienne_se_met_a_part(
    monde: Monde, client: Client, projet: Equipement, reprendre: Callable[..., RepriseElan]
) -> None:
    reprendre(qui=monde.remplacant)
    client.force_login(monde.conseiller)
    envoi = formulaire(1, **{"collectifs.c1.enfants": "8"})
    choix = {"choix-collectifs.c1.enfants": "autre", "comptes.60": "3000,50"}

    assert client.post(saisie(projet), envoi | choix).status_code == 302

    reprise = RepriseElan.objects.get()
    assert reprise.donnees["collectifs.c1.enfants"] == "10"
    assert reprise.donnees["comptes.60"] == "3000.50"
    assert reprise.ecartees.get().valeur == "8"


def test_un_conflit_montre_la_saisie_des_deux_cotes_fusionnee(
    monde: Monde, client: Client, projet: Equipement, reprendre: Callable[..., RepriseElan]
) -> None:
    reprendre()
    reprendre(qui=monde.remplacant, revision=1, brut=saisie_elan(("9", "11")))
    client.force_login(monde.conseiller)
    envoi = formulaire(1, **{"collectifs.c1.enfants": "8", "comptes.60": "3000"})

    contenu = texte(client.post(saisie(projet), envoi).content.decode())

    assert contenu.count('name="choix-') == 2
    attendues = {"collectifs.c1.enfants": "8", "collectifs.c2.enfants": "11", "comptes.60": "3 000"}
    for chemin, valeur in attendues.items():
        (champ,) = re.findall(rf'<input[^>]*name="{re.escape(chemin)}"[^>]*>', contenu)
        assert f'value="{valeur}"' in champ


def test_une_page_ecrite_pour_une_autre_personne_n_enregistre_rien(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)
    envoi = formulaire(personne=str(monde.remplacant.pk))

    assert client.post(saisie(projet), envoi).status_code == 409
    assert not RepriseElan.objects.exists()
    envoi["personne"] = str(monde.conseiller.pk)
    assert client.post(saisie(projet), envoi).status_code == 302


def test_le_meme_envoi_deux_fois_n_ecrit_qu_une_fois(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)

    for _ in range(2):
        assert client.post(saisie(projet), formulaire()).status_code == 302

    assert RepriseElan.objects.get().revision == 1
