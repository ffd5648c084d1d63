"""Pages of the figures of ELAN: the list, the form without JavaScript, the reading."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from declarations.elan.services.saisie import reprendre_elan
from declarations.models import Campagne, RepriseElan
from declarations.regles.grille import LigneGrille
from declarations.services.campagnes import appeler
from habilitations.models import Equipement, Notification
from tests.declarations.clas import ANNEE, COLLECTIFS, projet_clas, saisie_elan
from tests.declarations.listes import page, requetes, texte
from tests.declarations.remplir import referentiels
from tests.monde import JOUR, MAINTENANT, Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")
LISTE = reverse("declarations:elan")
LIGNES = tuple(LigneGrille(f"c{rang}", nom) for rang, nom in enumerate(COLLECTIFS, start=1))


@pytest.fixture
def projet(monde: Monde) -> Equipement:
    referentiels(monde.caf)
    return projet_clas(monde)


@pytest.fixture
def reprendre(monde: Monde, projet: Equipement) -> Callable[..., RepriseElan]:
    def reprendre(**champs: Any) -> RepriseElan:
        defauts = {"revision": 0, "lignes": LIGNES, "brut": saisie_elan()}
        qui = champs.pop("qui", monde.conseiller)
        return reprendre_elan(projet.pk, ANNEE, acteur=acteur(qui), **(defauts | champs))

    return reprendre


def saisie(projet: Equipement) -> str:
    return reverse("declarations:elan_saisie", args=[projet.pk, ANNEE])


def lecture(projet: Equipement) -> str:
    return reverse("declarations:elan_lecture", args=[projet.pk, ANNEE])


def formulaire(revision: int = 0, **changements: Any) -> dict[str, Any]:
    """What the form sends: both collectifs, named, and the accounts."""
    noms = {f"libelle.c{rang}": nom for rang, nom in enumerate(COLLECTIFS, start=1)}
    return {"revision": revision, "ligne": ["c1", "c2"], **noms, **saisie_elan(), **changements}


def notifier(monde: Monde, projet: Equipement) -> None:
    Notification.objects.create(
        equipement=projet,
        annee=ANNEE,
        collectifs=2,
        reference="N-2024-12",
        notifiee_le=JOUR,
        inscrite_par=monde.conseiller,
        inscrite_le=MAINTENANT,
    )


def test_la_liste_dit_ce_qui_reste_puis_ce_qui_est_fait(
    monde: Monde, client: Client, projet: Equipement, reprendre: Callable[..., RepriseElan]
) -> None:
    contenu = page(client, monde.conseiller, LISTE)
    assert "À reprendre (1)" in contenu
    assert saisie(projet) in contenu
    assert "2024-2025" in contenu

    reprendre()

    contenu = page(client, monde.conseiller, LISTE)
    assert "À reprendre (0)" in contenu
    assert "Repris (1)" in contenu
    assert lecture(projet) in contenu


def test_un_collegue_voit_la_caf_sans_pouvoir_saisir(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    assert projet.nom not in page(client, monde.hors_portefeuille, LISTE)

    for qui, parametres in ((monde.hors_portefeuille, {"perimetre": "caf"}), (monde.ccd, {})):
        contenu = page(client, qui, LISTE, **parametres)
        assert projet.nom in contenu
        assert "suivi par un collègue" in contenu
        assert saisie(projet) not in contenu
    assert projet.nom not in page(client, monde.conseiller_nord, LISTE, perimetre="caf")


def test_une_convention_terminee_n_attend_plus_rien(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    projet.conventions.update(au="2025-06-30")

    assert "À reprendre (0)" in page(client, monde.conseiller, LISTE)


def test_la_saisie_s_enregistre_et_se_lit(monde: Monde, client: Client, projet: Equipement) -> None:
    notifier(monde, projet)
    client.force_login(monde.conseiller)
    assert 'name="libelle.c1"' in client.get(saisie(projet)).content.decode()

    reponse = client.post(saisie(projet), formulaire(), follow=True)

    contenu = texte(reponse.content.decode())
    assert reponse.redirect_chain == [(lecture(projet), 302)]
    assert "Les chiffres repris d’ELAN sont enregistrés." in contenu
    assert "Repris d’ELAN le 3 février 2026 par Colette Conseil" in contenu
    assert "Les Embruns" in contenu
    assert "15 000,50 €" in contenu
    assert "5 455,00 €" in contenu  # 0.325 × 2 × 7 886.15 = 5 126.00, and one bonus of 329


def test_le_nombre_de_collectifs_change_sans_rien_perdre(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)

    plus = client.post(saisie(projet), formulaire(etape="nombre", nombre="3")).content.decode()
    assert plus.count('name="libelle.') == 3
    assert 'value="Les Embruns"' in plus
    assert 'value="15 000,50"' in plus

    moins = client.post(saisie(projet), formulaire(etape="nombre", nombre="1")).content.decode()
    assert 'name="libelle.c2"' not in moins
    retire = client.post(saisie(projet), formulaire(retirer="c1")).content.decode()
    assert 'name="libelle.c1"' not in retire
    assert 'value="Les Embruns"' in retire
    for farfelu in ("", "abc", "-1", "10000000"):
        envoi = formulaire(etape="nombre", nombre=farfelu)
        assert client.post(saisie(projet), envoi).status_code == 200
    assert not RepriseElan.objects.exists()


def test_ce_qui_est_refuse_reste_affiche_avec_son_message(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)
    envoi = formulaire(**{"collectifs.c2.enfants": "douze", "libelle.c1": ""})

    reponse = client.post(saisie(projet), envoi)

    contenu = texte(reponse.content.decode())
    assert reponse.status_code == 422
    assert "2 erreurs sont à corriger" in contenu
    assert "Collectif 1 – Nom du collectif : Nommez ce collectif." in contenu
    assert 'value="douze"' in contenu
    assert not RepriseElan.objects.exists()


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


def test_l_estimation_suit_la_saisie_sans_l_enregistrer(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)
    envoi = formulaire(etape="estimer")
    assert (
        "attend le nombre de collectifs notifiés"
        in client.post(saisie(projet), envoi).content.decode()
    )

    notifier(monde, projet)

    fragment = texte(client.post(saisie(projet), envoi).content.decode())
    entiere = texte(client.post(saisie(projet), formulaire(etape="verifier")).content.decode())
    assert "5 455,00 €" in fragment
    assert "<html" not in fragment
    assert "5 455,00 €" in entiere
    assert not RepriseElan.objects.exists()


def test_un_budget_desequilibre_se_signale_sans_empecher(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)

    contenu = client.post(
        saisie(projet), formulaire(etape="estimer", **{"comptes.60": "1"})
    ).content.decode()

    assert "Points à regarder" in contenu
    assert "charges" in contenu


def test_un_champ_force_est_refuse(monde: Monde, client: Client, projet: Equipement) -> None:
    client.force_login(monde.conseiller)

    reponse = client.post(saisie(projet), formulaire(**{"comptes.999": "1"}))

    assert reponse.status_code == 403


@pytest.mark.parametrize("role", ["activite", "finances", "approbateur"])
def test_le_partenaire_lit_et_ne_modifie_pas(
    monde: Monde,
    client: Client,
    projet: Equipement,
    reprendre: Callable[..., RepriseElan],
    role: str,
) -> None:
    reprendre()

    contenu = page(client, getattr(monde.passerelles, role), lecture(projet))

    assert "Repris d’ELAN le 3 février 2026" in contenu
    assert "Modifier les chiffres" not in contenu
    assert "Points à regarder" not in contenu
    assert "Points à regarder" in page(client, monde.ccd, lecture(projet))
    assert "Reprises d’ELAN" not in contenu


def test_le_dossier_de_la_reelle_y_mene(
    monde: Monde, client: Client, projet: Equipement, reprendre: Callable[..., RepriseElan]
) -> None:
    reprendre()
    campagne = Campagne.objects.create(
        caf=monde.caf,
        dispositif="clas",
        nature="reelle",
        annee=ANNEE,
        ouvre_le=JOUR,
        echeance_le=JOUR,
        ferme_le=JOUR,
    )
    dossier = reverse("declarations:dossier", args=[appeler(campagne, projet, MAINTENANT).pk])

    assert lecture(projet) in page(client, monde.passerelles.activite, dossier)
    er = reverse("declarations:dossier", args=[monde.declaration().pk])
    assert "ELAN" not in page(client, monde.passerelles.activite, er)


def test_le_nombre_de_requetes_ne_depend_pas_des_projets(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    peu = requetes(client, monde.conseiller, LISTE)
    for rang in range(30):
        projet_clas(monde, f"Clas {rang}", monde.voisins.gestionnaire)

    assert requetes(client, monde.conseiller, LISTE) == peu


def test_le_numero_du_projet_dans_elan_se_saisit_se_lit_et_se_garde(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)
    trop_long = client.post(saisie(projet), formulaire(numero_elan="7" * 31))
    assert trop_long.status_code == 422
    assert "Projet – N° du projet dans ELAN : Ce texte compte 31 caractères : 30 au plus." in texte(
        trop_long.content.decode()
    )
    assert not RepriseElan.objects.exists()

    client.post(saisie(projet), formulaire(numero_elan=" CLAS-7 "))
    assert "Projet n° CLAS-7 dans ELAN." in page(client, monde.conseiller, lecture(projet))
    assert 'value="CLAS-7"' in client.get(saisie(projet)).content.decode()

    # A page opened before this field existed changes a figure, and not the number.
    client.post(saisie(projet), formulaire(1, **{"collectifs.c1.enfants": "9"}))
    reprise = RepriseElan.objects.get()
    assert (reprise.revision, reprise.numero_elan) == (2, "CLAS-7")

    client.post(saisie(projet), formulaire(2, numero_elan=""))
    reprise.refresh_from_db()
    assert (reprise.revision, reprise.numero_elan) == (3, "")


def test_un_formulaire_vide_ne_change_rien_a_ce_qui_est_garde(
    monde: Monde, projet: Equipement, reprendre: Callable[..., RepriseElan]
) -> None:
    """A program that sends nothing: nobody asked to take anything away."""
    avant = reprendre()
    conseiller = Client()
    conseiller.force_login(monde.conseiller)

    reponse = conseiller.post(saisie(projet))

    apres = RepriseElan.objects.get()
    assert reponse.status_code == 302
    assert (apres.lignes, apres.donnees) == (avant.lignes, avant.donnees)
    assert apres.revision == avant.revision


def test_un_formulaire_vide_ne_cree_pas_de_reprise(monde: Monde, projet: Equipement) -> None:
    conseiller = Client()
    conseiller.force_login(monde.conseiller)
    assert conseiller.post(saisie(projet)).status_code == 422
    assert not RepriseElan.objects.exists()
