"""No page of a bilan tells a salary to who may not read it, nor what would tell one.

The declaration’s own pages are asked in ``tests/declarations/test_salaires.py``; the bilans of the
same coordination take their table of postes and their shared figures from it.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from bilans.models import Bilan
from bilans.services.definitions import definition_du_bilan
from bilans.urls import urlpatterns
from declarations.models import Declaration
from declarations.regles.etats import Etat
from tests.bilans.bilans import ouvrir_bilan
from tests.bilans.remplir import transmettre
from tests.declarations.cct import SALAIRES, declaration_cct
from tests.declarations.remplir import jusqu_a
from tests.declarations.salaires import chiffres, ecritures, lisible, reponses
from tests.monde import Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
PARTAGEE = "participations_copil"


@pytest.fixture
def dossier(monde: Monde) -> Declaration:
    """A réelle of two postes, its finances filled with amounts found nowhere else."""
    declaration, saisies = declaration_cct(monde)
    return jusqu_a(declaration, monde, Etat.EN_SAISIE, changements=chiffres(declaration, saisies))


@pytest.fixture
def bilans(monde: Monde, dossier: Declaration) -> list[Bilan]:
    """One to fill, beside that declaration; one sent, with the table of its postes."""
    a_remplir, envoye = (
        ouvrir_bilan(dossier.equipement, code, dossier.annee)
        for code in ("bilan_cct", "autoevaluation_cct")
    )
    return [a_remplir, transmettre(envoye, monde)]


def adresses(bilan: Bilan) -> Iterator[str]:
    """Every page of one bilan: by itself, by section, by question, by sending."""
    sections = [(bilan.pk, section.code) for section in definition_du_bilan(bilan).sections]
    essais = [(bilan.pk,), (bilan.pk, 1), (bilan.pk, PARTAGEE), *sections]
    for motif in urlpatterns:
        if isinstance(motif, URLResolver):
            continue  # Analysis and editor: no bilan is named there.
        assert isinstance(motif, URLPattern)
        for arguments in essais:
            try:
                yield reverse(f"bilans:{motif.name}", args=arguments)
            except NoReverseMatch:
                continue


def test_aucune_page_d_un_bilan_ne_dit_un_salaire_au_fournisseur_d_activite(
    monde: Monde, dossier: Declaration, bilans: list[Bilan], client: Client
) -> None:
    interdites = ecritures(dossier)
    client.force_login(monde.passerelles.activite)
    lues: dict[str, str] = {
        adresse: lisible(reponse)
        for bilan in bilans
        for adresse in adresses(bilan)
        for reponse in reponses(client, adresse)
        if reponse.status_code == 200
    }

    assert len(lues) > 20
    assert {
        reverse("bilans:lecture", args=[bilans[1].pk]),
        reverse("bilans:recepisse", args=[bilans[1].pk, 1]),
    } <= lues.keys()
    # The postes are there, by their ETP; what they cost is not.
    assert len(interdites) > 40
    assert any("ETP" in texte for texte in lues.values())
    fuites = [(a, e) for a, texte in lues.items() for e in interdites if e in texte]
    assert fuites == []


def test_le_meme_regard_en_trouve_un_la_ou_il_est(
    monde: Monde, dossier: Declaration, client: Client
) -> None:
    client.force_login(monde.passerelles.finances)
    texte = lisible(client.get(reverse("declarations:volet", args=[dossier.pk, "finances"])))

    assert "".join(SALAIRES[0].split()) in texte
