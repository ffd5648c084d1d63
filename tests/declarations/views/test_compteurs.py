"""Panel, volet, file, checks and signature say the same numbers, half-filled states included."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.grille import ACTIVITE, FINANCES
from declarations.services.ajout_lignes import ajouter_ligne
from declarations.services.justifications import Explication, justifier_ecarts
from declarations.services.saisie import enregistrer
from habilitations.models import Utilisateur
from tests.declarations.cct import declaration_cct
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import justifier_tout, remplir, signer
from tests.declarations.services.test_justifications import clas, cles, suivis
from tests.monde import Monde, acteur

__all__ = ["clas"]
pytestmark = pytest.mark.usefixtures("fige")


def lire(client: Client, qui: Utilisateur, vue: str, *arguments: object) -> str:
    client.force_login(qui)
    reponse = client.get(reverse(f"declarations:{vue}", args=arguments), follow=True)
    texte = re.sub(r"<[^>]+>", " ", reponse.content.decode())
    return " ".join(unescape(texte).split())


def nombre(motif: str, texte: str) -> int:
    """The number that a page says; 0 when it says none."""
    trouve = re.search(motif, texte)
    return int(trouve[1]) if trouve else 0


def manques(
    client: Client,
    qui: Utilisateur,
    declaration: Declaration,
    lus: tuple[str, ...] = (ACTIVITE, FINANCES),
) -> dict[str, int]:
    """How many answers miss, according to each page; ``lus`` are the volets that open."""
    dits = {}
    for nature in lus:
        volet = lire(client, qui, "volet", declaration.pk, nature)
        avance = re.search(r"Réponses attendues : (\d+) sur (\d+)", volet)
        dits[nature] = int(avance[2]) - int(avance[1])
        assert nombre(r"Il reste (\d+) réponse", volet) == dits[nature], volet
    dossier = lire(client, qui, "dossier", declaration.pk)
    cartes = re.findall(r"Réponses attendues : (\d+) sur (\d+)", dossier)
    dits["cartes"] = sum(int(total) - int(faits) for faits, total in cartes[:2])
    dits["dossier"] = nombre(r"(\d+) à compléter", dossier)
    controles = lire(client, qui, "controles", declaration.pk)
    dits["controles"] = nombre(r"(\d+) réponses? attendues?", controles)
    return dits


def test_les_pages_comptent_les_memes_manques(client: Client, monde: Monde) -> None:
    qui = monde.passerelles.activite
    declaration = declaration_clas(monde, collectifs=0)
    attendus = []
    for etape in ("rien", "deux collectifs", "un bonus", "un compte", "tout"):
        avancer(etape, declaration, monde)
        dits = manques(client, qui, declaration)
        ensemble = dits[ACTIVITE] + dits[FINANCES]
        assert dits["cartes"] == dits["dossier"] == dits["controles"] == ensemble, (etape, dits)
        attendus.append(ensemble)

    assert attendus[-1] == 0
    assert attendus[0] > 0
    # The bonus asks for its project; the answer itself was one of those awaited.
    assert attendus[2] == attendus[1]


def avancer(etape: str, declaration: Declaration, monde: Monde) -> None:
    activite, finances = (
        acteur(p) for p in (monde.passerelles.activite, monde.passerelles.finances)
    )

    def saisir(qui: object, volet: str, **brut: str) -> None:
        actuel = declaration.version_courante.volets.get(nature=volet)
        fait = enregistrer(
            declaration.pk,
            volet,
            acteur=qui,
            revision=actuel.revision,
            brut={c.replace("__", "."): v for c, v in brut.items()},
        )
        assert not fait.erreurs

    if etape == "deux collectifs":
        for cle in ("c1", "c2"):
            ajouter_ligne(declaration.pk, cle, acteur=activite)
    elif etape == "un bonus":
        saisir(activite, ACTIVITE, collectifs__c1__bonus_enfants="oui")
    elif etape == "un compte":
        saisir(finances, FINANCES, comptes__60="12")
    elif etape == "tout":
        remplir(declaration, monde)
    declaration.refresh_from_db()


def test_une_donnee_reservee_manque_sans_etre_lue(client: Client, monde: Monde) -> None:
    """Whoever reads nothing of the finances of a CCT still counts like the others."""
    declaration, _ = declaration_cct(monde)

    lus = [
        manques(client, monde.passerelles.activite, declaration, (ACTIVITE,)),
        manques(client, monde.passerelles.finances, declaration),
    ]

    financieres = lus[1].pop(FINANCES)
    assert lus[0] == lus[1]
    assert lus[0]["dossier"] == lus[0][ACTIVITE] + financieres
    assert financieres > 0
    controles = lire(client, monde.passerelles.activite, "controles", declaration.pk)
    dit = f"Il en manque aussi {financieres} dans les données que vous ne lisez pas."
    assert dit in controles
    assert "Il en manque aussi" not in lire(
        client, monde.passerelles.finances, "controles", declaration.pk
    )


def test_un_projet_demande_n_est_pas_facultatif(client: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    qui = monde.passerelles.activite
    avancer("un bonus", declaration, monde)

    volet = lire(client, qui, "volet", declaration.pk, ACTIVITE)

    projet = volet[volet.index("Projet socio-éducatif des enfants") :][:60]
    assert "(facultatif)" not in projet


def test_six_ecarts_justifies_ne_sont_plus_a_justifier(
    client: Client, monde: Monde, clas: Declaration
) -> None:
    qui = monde.passerelles.activite
    assert "À justifier 3" in lire(client, qui, "volet", clas.pk, ACTIVITE)
    premier, *_ = cles(clas)
    explication = Explication(premier, "activite", "Une permanence de plus le mercredi.")
    justifier_ecarts(clas.pk, [explication], acteur=acteur(qui))

    volet = lire(client, qui, "volet", clas.pk, ACTIVITE)
    assert "À justifier 2" in volet
    assert "Justifiés 1" in volet
    dossier = lire(client, qui, "dossier", clas.pk)
    assert "2 à justifier" in dossier
    assert "1 justifié " in dossier

    justifier_tout(clas, monde)
    assert not any(s.est_obstacle for s in suivis(clas).values())
    for vue in (("volet", ACTIVITE), ("signer", ACTIVITE)):
        assert "À justifier" not in lire(client, qui, vue[0], clas.pk, vue[1])
    assert "à justifier" not in lire(client, qui, "dossier", clas.pk)
    assert "Plus rien n’empêche la transmission." in lire(client, qui, "controles", clas.pk)


def test_un_volet_signe_ne_se_dit_pas_pas_encore_signe(
    client: Client, monde: Monde, clas: Declaration
) -> None:
    signer(clas, monde)

    lue = lire(client, monde.passerelles.activite, "signer", clas.pk, ACTIVITE)

    assert "pas encore" not in lue
    assert "Ce volet est signé" in lue
    assert "Revenir à la saisie" not in lue


def test_sans_collectif_la_page_dit_ce_que_compte_la_seule_reponse(
    client: Client, monde: Monde
) -> None:
    """« 0 sur 1 » alone puzzles who has forty of them to add."""
    qui = monde.passerelles.activite
    declaration = declaration_clas(monde, collectifs=0)
    for vue in (("dossier",), ("volet", ACTIVITE)):
        page = lire(client, qui, vue[0], declaration.pk, *vue[1:])
        assert "Réponses attendues : 0 sur 1, au moins un collectif" in page
    finances = lire(client, qui, "volet", declaration.pk, FINANCES)
    assert "au moins un collectif" not in finances.split("Estimation")[0]
    avancer("deux collectifs", declaration, monde)
    for vue in (("dossier",), ("volet", ACTIVITE)):
        page = lire(client, qui, vue[0], declaration.pk, *vue[1:])
        assert "sur 1, au moins un collectif" not in page
