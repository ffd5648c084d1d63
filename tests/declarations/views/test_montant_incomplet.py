"""No page announces an amount that is computed from part of the figures."""

import html
import re

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.services import envoi
from declarations.services.ajout_lignes import retirer_ligne
from declarations.services.contenu import contenu_de
from declarations.services.volets import signer_volet
from portal.socle.refus import ActionRefusee
from subventions.models import LigneBareme
from subventions.regles.estimation import EN_ATTENTE, ESTIME
from tests.declarations.cct import declaration_cct
from tests.declarations.clas import declaration_clas, notifier, projet_clas
from tests.declarations.remplir import jusqu_a, referentiels, remplir
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")

# The section of the amount, on every page that has one.
SECTION = re.compile(r'<section class="bloc montant".*?</section>', re.DOTALL)
HEURES = ("heures_rencontres", "heures_entretiens", "heures_organisation")
COMPTES = ("60", "61", "62", "64", "864")


def lu(contenu: str) -> str:
    """The text of some HTML, its entities read, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", contenu)).split())


def section(reponse: HttpResponseBase) -> str:
    """What the page says of the amount, as HTML."""
    (trouvee,) = SECTION.findall(reponse.content.decode())  # type: ignore[attr-defined]
    return trouvee


def pages(declaration: Declaration) -> list[str]:
    return [
        reverse("declarations:dossier", args=[declaration.pk]),
        reverse("declarations:volet", args=[declaration.pk, "activite"]),
        reverse("declarations:volet", args=[declaration.pk, "finances"]),
        reverse("declarations:version", args=[declaration.pk, 1]),
    ]


def sans_compte() -> dict[str, str]:
    return {f"comptes.{numero}": "" for numero in COMPTES}


def ugine(declaration: Declaration) -> str:
    return f"lieux.l{declaration.equipement.lieux.get(nom='Ugine').pk}"


@pytest.fixture
def moitie(monde: Monde) -> Declaration:
    """An ER with no charge, and nothing typed for one of its three lieux."""
    declaration = monde.declaration()
    vides = {f"{ugine(declaration)}.{code}": "" for code in HEURES}
    return remplir(declaration, monde, sans_compte() | vides)


@pytest.mark.parametrize("qui", ["activite", "finances", "approbateur"])
def test_aucune_page_n_annonce_de_montant_et_chacune_dit_ce_qui_manque(
    monde: Monde, moitie: Declaration, client: Client, qui: str
) -> None:
    client.force_login(getattr(monde.passerelles, qui))
    for adresse in pages(moitie):
        montree = section(client.get(adresse))
        assert "€" not in montree, adresse
        assert "En attente : charges, 3 réponses du lieu « Ugine »" in lu(montree), adresse
        assert f"/declarations/{moitie.pk}/volets/finances/#id_comptes-60" in montree
        ancre = ugine(moitie).replace(".", "-")
        assert f"/declarations/{moitie.pk}/volets/activite/#id_{ancre}-heures_rencontres" in montree


@pytest.mark.parametrize("qui", ["activite", "finances", "approbateur"])
def test_sans_bareme_aucune_page_ne_promet_de_montant(
    monde: Monde, moitie: Declaration, client: Client, qui: str
) -> None:
    """No figure would bring an amount that the barème does not allow."""
    LigneBareme.objects.filter(parametre="plafond_horaire").delete()
    client.force_login(getattr(monde.passerelles, qui))
    for adresse in pages(moitie):
        montree = lu(section(client.get(adresse)))
        assert "Barème non publié" in montree, adresse
        assert "Le montant s’affichera" not in montree, adresse
    exercice = reverse("declarations:exercice", args=[monde.er.pk, 2026])
    assert "Barème non publié" in lu(client.get(exercice).content.decode())


def test_sans_bareme_le_plafond_d_une_cct_n_attend_rien(monde: Monde, client: Client) -> None:
    referentiels(monde.caf)
    dossier = pages(declaration_cct(monde)[0])[0]
    client.force_login(monde.passerelles.activite)
    assert "En attente" in lu(section(client.get(dossier)))
    LigneBareme.objects.filter(parametre="plafond_etp").delete()
    assert "Barème non publié" in lu(section(client.get(dossier)))


def test_les_liens_menent_a_un_champ_de_la_page(
    monde: Monde, moitie: Declaration, client: Client
) -> None:
    client.force_login(monde.passerelles.finances)
    montree = section(client.get(pages(moitie)[0]))
    for lien in re.findall(r'href="([^"]+)"', montree):
        adresse, _, ancre = lien.partition("#")
        assert f'id="{ancre}"' in client.get(adresse).content.decode(), lien


def panneau(client: Client, declaration: Declaration, nature: str) -> str:
    """The estimate of the panel, as the page asks for it after a save."""
    rendu = client.get(reverse("declarations:panneau", args=[declaration.pk, nature]))
    (montree,) = SECTION.findall(rendu.content.decode())
    return str(montree)


def test_le_panneau_demande_apres_une_saisie_attend_puis_montre(
    monde: Monde, moitie: Declaration, client: Client
) -> None:
    """The last figure missing brings the amount; the others bring none."""
    client.force_login(monde.passerelles.finances)
    adresse = reverse("declarations:saisie", args=[moitie.pk, "finances"])
    revision = moitie.version_courante.volets.get(nature="finances").revision
    client.post(adresse, {"revision": revision, "comptes.60": "1 000"})
    montree = panneau(client, moitie, "finances")
    assert "€" not in montree
    assert "En attente : 3 réponses du lieu « Ugine »" in lu(montree)

    client.force_login(monde.passerelles.activite)
    adresse = reverse("declarations:saisie", args=[moitie.pk, "activite"])
    for rang, code in enumerate(HEURES, start=1):
        volet = moitie.version_courante.volets.get(nature="activite")
        chemin = f"{ugine(moitie)}.{code}"
        client.post(adresse, {"revision": volet.revision, chemin: "10"})
        montree = panneau(client, moitie, "activite")
        assert ("€" in montree) is (rang == len(HEURES))
    assert "Calculé sur 1 000,00 € de charges saisies" in lu(montree)


def test_un_montant_ne_dit_plus_sur_quoi_il_est_calcule_une_fois_les_comptes_signes(
    monde: Monde, client: Client
) -> None:
    declaration = remplir(monde.declaration(), monde)
    client.force_login(monde.passerelles.finances)
    assert "charges saisies" in section(client.get(pages(declaration)[0]))
    signer_volet(declaration.pk, "finances", acteur=acteur(monde.passerelles.finances))
    montree = section(client.get(pages(declaration)[0]))
    assert "charges saisies" not in montree
    assert "€" in montree


def test_des_bonus_seuls_ne_font_pas_un_montant(monde: Monde, client: Client) -> None:
    declaration = remplir(declaration_clas(monde), monde, sans_compte())
    client.force_login(monde.passerelles.activite)
    for adresse in pages(declaration):
        montree = section(client.get(adresse))
        assert "€" not in montree, adresse
        assert "En attente : charges" in lu(montree), adresse


def test_une_ligne_retiree_ne_fait_pas_attendre(monde: Monde) -> None:
    declaration = declaration_clas(monde)
    remplir(declaration, monde, {"collectifs.c3.bonus_parents": ""})
    evaluation = contenu_de(declaration.version_courante).evaluation
    assert evaluation.estimation.statut == EN_ATTENTE
    assert evaluation.estimation.manquants == ("collectifs.c3.bonus_parents",)

    retirer_ligne(declaration.pk, "c3", acteur=acteur(monde.passerelles.activite))
    declaration = Declaration.objects.get(pk=declaration.pk)
    assert contenu_de(declaration.version_courante).evaluation.estimation.statut == ESTIME


def test_l_exercice_en_entier_attend_aussi(
    monde: Monde, moitie: Declaration, client: Client
) -> None:
    client.force_login(monde.passerelles.activite)
    adresse = reverse("declarations:exercice", args=[moitie.equipement_id, moitie.annee])
    texte = lu(client.get(adresse).content.decode())
    assert "En attente : charges, 3 réponses du lieu « Ugine »" in texte
    assert re.search(r"Subvention estimée\s+En attente\b", texte)


def test_une_version_incomplete_ne_se_compare_pas(monde: Monde, client: Client) -> None:
    """What was sent keeps its amount; the draft beside it has none, and no variation."""
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_CORRIGER)
    gelee = declaration.versions.get(numero=1).calcul.montant
    remplir(declaration, monde, sans_compte())
    client.force_login(monde.passerelles.finances)
    adresse = reverse("declarations:comparaison", args=[declaration.pk, 1, 2])
    montants = re.search(
        r'aria-labelledby="titre-montants".*?</section>',
        client.get(adresse).content.decode(),
        re.DOTALL,
    )
    texte = lu(montants[0]) if montants else ""
    assert "Version 2 subvention estimée En attente" in texte
    assert "Variation n.c." in texte
    assert declaration.versions.get(numero=1).calcul.montant == gelee


def test_ce_qui_attend_ne_se_transmet_pas(monde: Monde, moitie: Declaration) -> None:
    """The last door: whatever the checks say, nothing incomplete is frozen."""
    evaluation = contenu_de(moitie.version_courante).evaluation
    with pytest.raises(ActionRefusee):
        envoi._exiger_calculable(evaluation)


def test_elan_attend_et_mene_au_champ_de_la_page(monde: Monde, client: Client) -> None:
    projet = projet_clas(monde)
    notifier(monde, projet, 2, 2024)
    referentiels(monde.caf)
    client.force_login(monde.conseiller)
    adresse = reverse("declarations:elan_saisie", args=[projet.pk, 2024])
    envoyee = {"etape": "verifier", "ligne": ["c2", "c5"], "libelle.c2": "A", "libelle.c5": "B"}
    envoyee |= {"revision": "0", "collectifs.c2.bonus_enfants": "oui"}
    reponse = client.post(adresse, envoyee)
    montree = section(reponse)
    assert "€" not in montree
    assert (
        "En attente : charges, 1 réponse du collectif « A », 2 réponses du collectif « B »"
        in lu(montree)
    )
    for ancre in re.findall(r'href="#([^"]+)"', montree):
        assert f'id="{ancre}"' in reponse.content.decode(), ancre


def test_une_variation_attend_les_reponses_de_chaque_antenne(monde: Monde, client: Client) -> None:
    """Two antennes typed out of three are no fall against last year."""
    jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
    declaration = remplir(monde.declaration(), monde)
    adresse = reverse("declarations:volet", args=[declaration.pk, "activite"])
    client.force_login(monde.passerelles.activite)
    (complete,) = _variations(lu(client.get(adresse).content.decode()))
    remplir(declaration, monde, {f"{ugine(declaration)}.heures_rencontres": ""})
    (incomplete,) = _variations(lu(client.get(adresse).content.decode()))

    assert complete.endswith("%")
    assert incomplete == "–"


def _variations(texte: str) -> list[str]:
    """What the panel says of the meetings of all the lieux."""
    return re.findall(r"Heures de rencontres Réelle 2025 [\d\s,]+ h (\S+(?: %)?)", texte)
