"""A salary never reaches a person who may not read it, in any response of the portal.

Neither itself, nor a figure that tells it: the amount, the charges, account 64, each step of the
computation, what moves in an answer when the figures of the finances do.
"""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from tests.declarations.cct import SALAIRES
from tests.declarations.salaires import adresses, ecritures, lisible, mener, reponses
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")

ETATS = (Etat.EN_SAISIE, Etat.A_APPROUVER, Etat.TRANSMISE, Etat.A_CORRIGER, Etat.VALIDEE)
# Refused to the role, or not by this method: decided before the file is looked at.
REFUS_DU_ROLE = (403, 405)


@pytest.fixture
def dossier(monde: Monde, request: pytest.FixtureRequest) -> Declaration:
    return mener(monde, request.param)


@pytest.mark.longue
def test_le_fournisseur_d_activite_ne_recoit_jamais_un_salaire(
    monde: Monde, client: Client
) -> None:
    """Lists show a file in each state; its own pages are asked for in each of them.

    Outside declarations, what is refused to the role for the first file is for the others: their
    state changes nothing of it. What is not found for one of them may be for the next.
    """
    client.force_login(monde.passerelles.activite)
    dossiers = [mener(monde, etat) for etat in ETATS]
    interdites = set().union(*(ecritures(dossier) for dossier in dossiers))
    assert len(adresses(dossiers[0])) > 40
    assert len(interdites) > 40
    # The constats about the amount and the charges stand, for those who read them.
    assert any("Subventionestimée" in e for e in interdites)
    assert any("Totaldescharges" in e for e in interdites)

    fuites, refusees, lues = [], set(), dict.fromkeys((d.pk for d in dossiers), 0)
    for dossier in dossiers:
        for adresse in adresses(dossier):
            repetee = dossier is not dossiers[0] and not adresse.du_dossier
            if repetee or (adresse.nom, adresse.essai) in refusees:
                continue
            for reponse in reponses(client, adresse.chemin):
                texte = lisible(reponse)
                fuites += [(adresse.chemin, e) for e in interdites if e in texte]
                if reponse.status_code == 200:
                    lues[dossier.pk] += 1
                elif reponse.status_code in REFUS_DU_ROLE and not adresse.de_la_declaration:
                    refusees.add((adresse.nom, adresse.essai))

    assert fuites == []
    assert min(lues.values()) > 20, lues


@pytest.mark.parametrize("dossier", [Etat.EN_SAISIE], indirect=True)
def test_ni_dans_ce_que_rend_une_saisie(monde: Monde, dossier: Declaration, client: Client) -> None:
    """Neither the panel, nor a refused form, nor a forged field tells one."""
    client.force_login(monde.passerelles.activite)
    cle = dossier.version_courante.lignes[0]["cle"]
    volet = reverse("declarations:volet", args=[dossier.pk, "activite"])
    champ = reverse("declarations:saisie", args=[dossier.pk, "activite"])
    envois = [
        (volet, {"revision": "0", f"postes.{cle}.etp": "beaucoup"}),
        (volet, {"revision": "0", f"postes.{cle}.salaire_charge": "1"}),
        (champ, {"revision": "0", f"postes.{cle}.salaire_charge": "1"}),
        (champ, {"revision": "0", f"postes.{cle}.mois": "6"}),
        (reverse("declarations:saisie", args=[dossier.pk, "finances"]), {"revision": "0"}),
        (reverse("declarations:volet", args=[dossier.pk, "finances"]), {"revision": "0"}),
    ]

    for adresse, donnees in envois:
        texte = lisible(client.post(adresse, donnees))
        assert not [e for e in ecritures(dossier) if e in texte], adresse


@pytest.mark.parametrize("dossier", [Etat.TRANSMISE], indirect=True)
@pytest.mark.parametrize("qui", ["finances", "approbateur", "conseiller"])
def test_le_test_saurait_voir_une_fuite(
    monde: Monde, dossier: Declaration, client: Client, qui: str
) -> None:
    """Those who may read them do, on the page and on the receipt: the search above works."""
    client.force_login(getattr(monde.passerelles, qui, None) or monde.conseiller)

    montant = dossier.versions.get(numero=1).calcul.montant
    for nom in ("version", "recepisse"):
        texte = lisible(client.get(reverse(f"declarations:{nom}", args=[dossier.pk, 1])))
        assert "".join(SALAIRES[0].split()) in texte
        assert f"{montant:.2f}".replace(".", ",") in texte
        assert "Subventionestimée:" in texte
