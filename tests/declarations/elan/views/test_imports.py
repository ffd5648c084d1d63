"""Importing the figures of ELAN, page by page."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from declarations.elan.presentation.apercus import apercus
from declarations.models import ImportElan, RepriseElan
from habilitations.models import Equipement
from tests.declarations.clas import projet_clas
from tests.declarations.classeurs import TITRES, TITRES_COMPTES, classeur_elan, depose
from tests.declarations.listes import page, requetes, texte
from tests.declarations.remplir import referentiels
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")
IMPORT = reverse("declarations:elan_import")


@pytest.fixture
def projet(monde: Monde) -> Equipement:
    referentiels(monde.caf)
    return projet_clas(monde)


def apercu(depot: ImportElan) -> str:
    return reverse("declarations:elan_import_apercu", args=[depot.pk])


def envoyer(client: Client, monde: Monde, contenu: bytes) -> ImportElan:
    """Send a workbook that is right; return what waits for its confirmation."""
    client.force_login(monde.conseiller)
    reponse = client.post(IMPORT, {"fichier": depose(contenu)})
    depot = ImportElan.objects.latest("pk")
    assert reponse["Location"] == apercu(depot)
    return depot


def confirmer(client: Client, depot: ImportElan) -> str:
    brut = client.get(apercu(depot)).content.decode()
    compare = brut.split('name="compare" value="')[1].split('"')[0]
    return texte(client.post(apercu(depot), {"compare": compare}, follow=True).content.decode())


def test_le_modele_est_vierge_et_nomme_les_projets_attendus(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)

    reponse = client.get(reverse("declarations:elan_modele"))

    livre = CalamineWorkbook.from_filelike(BytesIO(reponse.content))
    assert livre.sheet_names == ["Mode d’emploi", "Collectifs", "Comptes", "Projets", "Plan"]
    assert livre.get_sheet_by_name("Collectifs").to_python() == [list(TITRES)]
    assert livre.get_sheet_by_name("Comptes").to_python() == [list(TITRES_COMPTES)]
    attendu = [projet.pk, "2024-2025", projet.nom, projet.gestionnaire.nom]
    projets = livre.get_sheet_by_name("Projets").to_python()
    assert projets[0][4:] == [
        "N° ELAN",
        "Projet socio-éducatif des enfants",
        "Projet propre aux parents",
    ]
    assert projets[1:] == [[*attendu, "", "", ""]]
    assert "reprise-elan.xlsx" in reponse["Content-Disposition"]


def test_le_modele_renvoye_tel_quel_est_refuse(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)
    modele = client.get(reverse("declarations:elan_modele")).content

    reponse = client.post(IMPORT, {"fichier": depose(modele)})

    assert reponse.status_code == 422
    assert "La feuille « Collectifs » ne contient aucune ligne." in texte(reponse.content.decode())


def test_l_apercu_puis_la_confirmation_puis_le_rapport(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    depot = envoyer(client, monde, classeur_elan(projet))

    contenu = page(client, monde.conseiller, apercu(depot))
    assert "Rien n’est encore enregistré" in contenu
    assert "18 000,50 €" in contenu
    assert "Nouveau" in contenu
    assert not RepriseElan.objects.exists()

    rapport = confirmer(client, depot)
    assert "Import confirmé" in rapport
    assert "Repris" in rapport
    assert RepriseElan.objects.get().origine == "import"

    encore = client.post(apercu(depot), {"compare": ""}, follow=True).content.decode()
    assert "Import confirmé" in encore
    assert RepriseElan.objects.get().revision == 1


def test_ce_qui_change_se_voit_avant(monde: Monde, client: Client, projet: Equipement) -> None:
    confirmer(client, envoyer(client, monde, classeur_elan(projet)))

    def changer(collectifs: list, comptes: list) -> None:
        collectifs[1][4] = 8

    depot = envoyer(client, monde, classeur_elan(projet, changer))
    contenu = page(client, monde.conseiller, apercu(depot))

    assert "Remplace des chiffres déjà repris" in contenu
    assert '<td data-label="Déjà repris">10</td>' in contenu
    assert '<td data-label="Dans le classeur">8</td>' in contenu
    assert "Modifié" in confirmer(client, depot)


def test_une_comparaison_perimee_montre_de_nouveau_l_apercu(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    depot = envoyer(client, monde, classeur_elan(projet))

    contenu = texte(client.post(apercu(depot), {"compare": "1-2-3"}, follow=True).content.decode())

    assert "Des chiffres ont changé depuis cet aperçu" in contenu
    assert "Confirmer l’import" in contenu
    assert not RepriseElan.objects.exists()


def test_on_peut_abandonner(monde: Monde, client: Client, projet: Equipement) -> None:
    depot = envoyer(client, monde, classeur_elan(projet))

    contenu = client.post(apercu(depot), {"etape": "abandonner"}, follow=True).content.decode()

    assert "L’import est abandonné" in contenu
    assert not ImportElan.objects.exists()


def test_les_fautes_se_listent_et_rien_n_est_garde(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        collectifs[1][3] = "<b>Maternelle</b>"
        comptes.extend([projet.pk, "2024-2025", f"9{rang:04}", 1] for rang in range(150))

    client.force_login(monde.conseiller)

    reponse = client.post(IMPORT, {"fichier": depose(classeur_elan(projet, changer))})

    contenu = texte(reponse.content.decode())
    assert reponse.status_code == 422
    assert "Collectifs, ligne 2, colonne Niveau scolaire : Vous avez écrit" in contenu
    assert "… et 51 autres erreurs." in contenu
    assert not ImportElan.objects.exists()


@pytest.mark.parametrize(
    ("envoi", "message"),
    [
        ({}, "Choisissez un fichier."),
        ({"fichier": SimpleUploadedFile("elan.xlsx", b"")}, "vide"),
        ({"fichier": SimpleUploadedFile("elan.xlsx", b"x" * 6_000_000)}, "dépasse 5 Mo"),
        ({"fichier": SimpleUploadedFile("elan.xlsx", b"x" * 40_000_000)}, "dépasse 5 Mo"),
        ({"fichier": SimpleUploadedFile("elan.csv", b"a;b")}, "n’est pas un classeur .xlsx"),
    ],
)
def test_un_fichier_qui_ne_convient_pas_se_dit(
    monde: Monde, client: Client, envoi: dict, message: str
) -> None:
    client.force_login(monde.conseiller)

    reponse = client.post(IMPORT, envoi)

    assert reponse.status_code == 422
    assert message in texte(reponse.content.decode())


def test_l_import_d_un_autre_est_introuvable(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    depot = envoyer(client, monde, classeur_elan(projet))
    client.force_login(monde.remplacant)

    assert client.get(apercu(depot)).status_code == 404
    assert client.post(apercu(depot), {"etape": "abandonner"}).status_code == 404
    assert ImportElan.objects.filter(pk=depot.pk).exists()


def test_l_apercu_coute_autant_pour_trente_projets(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    un = envoyer(client, monde, classeur_elan(projet))
    peu = requetes(client, monde.conseiller, apercu(un))
    tous = [projet_clas(monde, f"Clas {rang}") for rang in range(30)]

    trente = envoyer(client, monde, classeur_elan(tous))

    assert requetes(client, monde.conseiller, apercu(trente)) == peu


def test_les_points_a_verifier_se_cochent_avant_de_confirmer(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    def masquer(livre: object) -> None:
        livre["Comptes"].row_dimensions[3].hidden = True

    depot = envoyer(client, monde, classeur_elan(projet, retoucher=masquer))
    brut = client.get(apercu(depot)).content.decode()
    lu = texte(brut)
    assert "Comptes, ligne 3" in lu
    assert "cette ligne est masquée dans le classeur" in lu
    assert 'name="vus"' in brut

    assert "cochez la case" in confirmer(client, depot)
    assert not RepriseElan.objects.exists()

    compare = brut.split('name="compare" value="')[1].split('"')[0]
    client.post(apercu(depot), {"compare": compare, "vus": "oui"})
    assert RepriseElan.objects.count() == 1


def test_l_apercu_montre_les_controles_les_textes_et_le_numero_elan(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        comptes[3][3] = 100  # products far from charges

    def ajouter(livre: object) -> None:
        page = livre.create_sheet("Projets")
        page.append(["N° du projet", "Exercice", "N° ELAN", "Projet socio-éducatif des enfants"])
        page.append([projet.pk, "2024-2025", "CLAS-2024-7", "<b>Lire</b> ensemble."])

    depot = envoyer(client, monde, classeur_elan(projet, changer, ajouter))
    brut = client.get(apercu(depot)).content.decode()
    lu = texte(brut)
    assert "projet n° CLAS-2024-7 dans ELAN" in lu
    assert "&lt;b&gt;Lire&lt;/b&gt; ensemble." in brut
    assert "Points à regarder" in lu
    constats = apercus(depot, {})[0].constats
    assert constats
    assert all(texte(str(constat.message)) in lu for constat in constats)


def test_un_apercu_sans_rien_a_verifier_n_a_pas_de_case(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    depot = envoyer(client, monde, classeur_elan(projet))
    assert 'name="vus"' not in client.get(apercu(depot)).content.decode()
