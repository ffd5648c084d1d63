"""A workbook taken away, filled and brought back: what it would change, and what it may not."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.services.saisie import enregistrer
from tests.declarations.cct import declaration_cct
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import demander_correction, jusqu_a, referentiels
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")
Retouche = Callable[[Workbook], Any]


@pytest.fixture
def alice(client: Client, monde: Monde, fige: object) -> Client:
    referentiels(monde.caf)
    client.force_login(monde.passerelles.activite)
    return client


def pris(client: Client, declaration: Declaration, nature: str = "activite") -> Workbook:
    reponse = client.get(reverse("declarations:classeur", args=[declaration.pk, nature]))
    assert reponse.status_code == 200
    assert reponse["Cache-Control"] == "private, no-store"
    return load_workbook(BytesIO(reponse.content))


def rendu(client: Client, declaration: Declaration, classeur: Workbook, nature: str = "activite"):
    sortie = BytesIO()
    classeur.save(sortie)
    fichier = SimpleUploadedFile("rempli.xlsx", sortie.getvalue())
    adresse = reverse("declarations:deposer_classeur", args=[declaration.pk, nature])
    return client.post(adresse, {"fichier": fichier})


def case(classeur: Workbook, feuille: str, code: str, colonne: str):
    page = classeur[feuille]
    titres = [cellule.value for cellule in page[1]]
    rang = next(r for r in range(2, page.max_row + 1) if page.cell(r, len(titres)).value == code)
    return page.cell(rang, titres.index(colonne) + 1)


def confirmer(client: Client, declaration: Declaration, apercu) -> Any:
    """Press the button of the page: what its hidden fields hold, sent to the volet."""
    envoi: dict[str, Any] = {
        "revision": str(apercu.context["apercu"].revision),
        "personne": str(apercu.context["user"].pk),
    }
    for changement in apercu.context["changements"]:
        envoi[changement.chemin] = list(changement.envoyees)
        if changement.liste:
            envoi[f"present-{changement.chemin}"] = "1"
    return client.post(reverse("declarations:volet", args=[declaration.pk, "activite"]), envoi)


def donnees(declaration: Declaration) -> dict[str, Any]:
    return declaration.version_courante.volets.get(nature="activite").donnees


def test_rempli_puis_rendu_il_montre_puis_enregistre(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    enregistrer(
        declaration.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=0,
        brut={"collectifs.c1.enfants": "9", "collectifs.c2.enfants": "10"},
    )
    classeur = pris(alice, declaration)
    assert case(classeur, "Collectifs", "enfants", "Collectif 1").value == 9
    assert case(classeur, "Collectifs", "enfants", "Collectif 1").protection.locked is False
    assert case(classeur, "Collectifs", "enfants", "Donnée").protection.locked
    assert classeur["Collectifs"].protection.sheet
    case(classeur, "Collectifs", "enfants", "Collectif 1").value = 11
    case(classeur, "Collectifs", "enfants", "Collectif 2").value = None
    case(classeur, "Collectifs", "niveau", "Collectif 1").value = "Collège"

    apercu = rendu(alice, declaration, classeur)

    assert apercu.status_code == 200
    lus = {c.chemin: (c.avant, c.apres) for c in apercu.context["changements"]}
    assert lus == {
        "collectifs.c1.niveau": ("Non renseigné", "Collège"),
        "collectifs.c1.enfants": ("9", "11"),
        "collectifs.c2.enfants": ("10", "Non renseigné"),
    }
    assert donnees(declaration)["collectifs.c1.enfants"] == "9"
    assert confirmer(alice, declaration, apercu).status_code == 302
    assert donnees(declaration) == {
        "collectifs.c1.enfants": "11",
        "collectifs.c1.niveau": "college",
    }


def test_rendu_tel_quel_rien_ne_change(alice: Client, monde: Monde) -> None:
    declaration, saisies = declaration_cct(monde)
    activite = {c: v for c, v in saisies.items() if "salaire" not in c}
    cle = next(iter(activite)).split(".")[1]
    enregistrer(
        declaration.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=declaration.version_courante.volets.get(nature="activite").revision,
        brut=activite
        | {
            f"postes.{cle}.intitule": "=1+1",
            f"postes.{cle}.etp": "0,8",
            f"postes.{cle}.chef_de_projet": "oui",
        },
    )

    apercu = rendu(alice, declaration, pris(alice, declaration))

    assert apercu.context["changements"] == []
    assert apercu.context["refus"] == []
    assert "Rien ne change" in apercu.content.decode()


def test_ce_qu_un_collegue_a_change_depuis_se_fusionne_ou_se_choisit(
    alice: Client, monde: Monde
) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    classeur = pris(alice, declaration)
    enregistrer(
        declaration.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=0,
        brut={"collectifs.c1.enfants": "9", "collectifs.c2.enfants": "10"},
    )
    case(classeur, "Collectifs", "enfants", "Collectif 1").value = 11

    apercu = rendu(alice, declaration, classeur)

    (changement,) = apercu.context["changements"]
    assert (changement.chemin, changement.conflit) == ("collectifs.c1.enfants", True)
    suite = confirmer(alice, declaration, apercu)
    assert suite.status_code == 422
    assert "choisissez" in suite.content.decode().lower()
    assert donnees(declaration) == {"collectifs.c1.enfants": "9", "collectifs.c2.enfants": "10"}


def _renommer(classeur: Workbook) -> None:
    classeur["Collectifs"].cell(1, 4).value = "École du Lac"


@pytest.mark.parametrize(
    ("retouche", "message"),
    [
        (
            lambda c: setattr(case(c, "Collectifs", "enfants", "Collectif 1"), "value", "douze"),
            "Collectifs, ligne 3, colonne Collectif 1 : Vous avez écrit « douze »",
        ),
        (
            lambda c: setattr(case(c, "Collectifs", "niveau", "Collectif 1"), "value", "primaire"),
            "Collectifs, ligne 2, colonne Collectif 1",
        ),
        (
            lambda c: setattr(case(c, "Collectifs", "enfants", "Code"), "value", "inconnu"),
            "« inconnu » n’est pas une donnée de ce volet",
        ),
        (
            lambda c: setattr(case(c, "Collectifs", "enfants", "Collectif 1"), "value", "=1/0"),
            "sa formule n’a pas de résultat",
        ),
        (_renommer, "la colonne « École du Lac » n’est pas, ou n’est plus, une ligne"),
    ],
)
def test_chaque_case_qui_n_est_pas_comprise_est_nommee(
    alice: Client, monde: Monde, retouche: Retouche, message: str
) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    classeur = pris(alice, declaration)
    case(classeur, "Collectifs", "enfants", "Collectif 2").value = 12
    retouche(classeur)

    apercu = rendu(alice, declaration, classeur)

    refus = " ".join(apercu.context["refus"]).replace("\xa0", " ").replace("\u202f", " ")
    assert message in refus
    bonnes = {c.chemin for c in apercu.context["changements"]}
    assert bonnes <= {"collectifs.c2.enfants"}


def test_un_classeur_d_ailleurs_est_refuse(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=1)
    autre, _ = declaration_cct(monde)
    classeur = pris(alice, autre)

    reponse = rendu(alice, declaration, classeur)
    assert reponse.status_code == 422
    assert "autre volet" in reponse.content.decode()

    quelconque = rendu(alice, declaration, Workbook())
    assert quelconque.status_code == 422
    assert "d’où il vient" in quelconque.content.decode()


def test_une_correction_n_ouvre_que_ses_champs(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=3)
    jusqu_a(declaration, monde, Etat.EN_INSTRUCTION)
    demander_correction(declaration, monde, volets=(), champs=("collectifs.c1.enfants",))
    classeur = pris(alice, declaration)
    for colonne in ("Collectif 1", "Collectif 2"):
        case(classeur, "Collectifs", "enfants", colonne).value = 7

    apercu = rendu(alice, declaration, classeur)

    assert [c.chemin for c in apercu.context["changements"]] == ["collectifs.c1.enfants"]
    (refus,) = apercu.context["refus"]
    assert "pas ouverte à la saisie" in refus


def test_le_classeur_ne_dit_ni_ne_prend_ce_que_l_on_ne_lit_pas(alice: Client, monde: Monde) -> None:
    declaration, _ = declaration_cct(monde)
    adresse = reverse("declarations:classeur", args=[declaration.pk, "finances"])
    assert alice.get(adresse).status_code == 403
    codes = {cellule.value for cellule in pris(alice, declaration)["Postes"]["A"]}
    assert "salaire_charge" not in codes
