"""What the activity provider of a CCT reads does not move with what it may not read."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from declarations.forms.justifications import MONTRES, prefixe
from declarations.models import Declaration, Volet
from declarations.regles.etats import Etat
from declarations.services.volets import signer_volet
from tests.declarations.cct import POSTES, appeler_cct, coordination
from tests.declarations.montants import cle, dossier, montant, plafond
from tests.declarations.remplir import jusqu_a, justifier_tout
from tests.declarations.salaires import adresses, lisible
from tests.monde import Monde, acteur

__all__ = ["dossier"]
pytestmark = pytest.mark.usefixtures("fige")

# Made anew at each answer: tokens of forms, keys of rows and papers to come, nonces.
CHANGEANT = re.compile(
    r'name="csrfmiddlewaretoken"value="\w+"|"X-CSRFToken":"\w+"|nonce="[^"]+"'
    r'|name="cle_ligne"value="\w+"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
)


def stable(texte: str) -> str:
    return CHANGEANT.sub("…", texte)


def avec_finances(declaration: Declaration, *, salaire: str, charges: str) -> None:
    """Change the figures of the finances behind everybody's back, as a colleague would."""
    volet = Volet.objects.get(version=declaration.version_courante_id, nature="finances")
    for chemin in volet.donnees:
        if chemin.endswith(".salaire_charge"):
            volet.donnees[chemin] = salaire
        elif chemin in ("comptes.64", "comptes.741"):
            volet.donnees[chemin] = charges
    Volet.objects.filter(pk=volet.pk).update(donnees=volet.donnees)


@pytest.mark.parametrize("dossier", [Etat.EN_SAISIE, Etat.A_APPROUVER], indirect=True)
@pytest.mark.longue
def test_aucune_reponse_ne_change_avec_les_finances(
    monde: Monde, dossier: Declaration, client: Client
) -> None:
    """Whatever the finances say, every address answers the same: nothing can be told from it.

    Among the figures tried, those that make C03, C06, C07, C08 and C17 fire, and those that
    make none of them fire.
    """
    client.force_login(monde.passerelles.activite)
    pour_lecteur = Client()
    pour_lecteur.force_login(monde.passerelles.finances)
    # Once before, which says what there is, and after which nothing is new any more: a page may
    # tell how much is unread, another one mark it as read.
    toutes = [adresse.chemin for adresse in adresses(dossier)]
    trouvees = [a for a in toutes if client.get(a).status_code != 404]
    assert len(trouvees) > 40
    lectures, vues = [], set()
    for salaire, charges in (("1.00", "2.00"), ("30000.00", "100000.00"), ("90000.00", "5.00")):
        avec_finances(dossier, salaire=salaire, charges=charges)
        lectures.append({a: stable(lisible(client.get(a))) for a in trouvees})
        dossier_lu = pour_lecteur.get(reverse("declarations:dossier", args=[dossier.pk]))
        vues.add(montant(dossier_lu.content.decode()))
    assert len(vues) == 3, "qui lit les montants les voit bouger"
    for adresse in trouvees:
        assert len({lecture[adresse] for lecture in lectures}) == 1, adresse


@pytest.mark.parametrize("dossier", [Etat.EN_SAISIE], indirect=True)
def test_ni_le_panneau_apres_une_saisie(monde: Monde, dossier: Declaration, client: Client) -> None:
    """Months of a poste set to 0: what moves is the ceiling, never the salary."""
    client.force_login(monde.passerelles.activite)
    adresse = reverse("declarations:saisie", args=[dossier.pk, "activite"])
    chemin = f"postes.{cle(dossier)}.mois"
    for salaire in ("1.00", "30000.00", "90000.00"):
        avec_finances(dossier, salaire=salaire, charges="100000.00")
        montants = []
        for mois in ("0", "12"):
            revision = dossier.version_courante.volets.get(nature="activite").revision
            client.post(adresse, {"revision": revision, chemin: mois})
            panneau = client.get(reverse("declarations:panneau", args=[dossier.pk, "activite"]))
            montants.append(montant(panneau.content.decode()))
        assert montants == [plafond("24000"), plafond("48000")]


@pytest.mark.parametrize("dossier", [Etat.EN_SAISIE], indirect=True)
def test_ni_un_refus_de_justifier(monde: Monde, dossier: Declaration, client: Client) -> None:
    """A constat that one may not read is answered as one that does not stand."""
    client.force_login(monde.passerelles.activite)
    for cle_constat in ("C06:estimation", "C06:charges", "C17:salaires"):
        reponses = []
        for salaire in ("1.00", "90000.00"):
            avec_finances(dossier, salaire=salaire, charges="5.00")
            nom = prefixe(cle_constat)
            envoi = {
                MONTRES: cle_constat,
                f"{nom}-motif": "organisation",
                f"{nom}-texte": "Un départ en juin, qui n’a pas été remplacé.",
            }
            rendu = client.post(reverse("declarations:justifier", args=[dossier.pk]), envoi)
            piece = client.get(
                reverse("declarations:joindre_piece", args=[dossier.pk]), {"constat": cle_constat}
            )
            reponses.append((rendu.status_code, stable(lisible(rendu)), piece.status_code))
        assert reponses[0] == reponses[1], cle_constat
        assert reponses[0][0] == 422


@pytest.mark.parametrize("dossier", [Etat.EN_SAISIE], indirect=True)
def test_ni_un_refus_de_signer(monde: Monde, dossier: Declaration) -> None:
    """An amount that has moved stops the finances, and the sending, not who may not read it."""
    justifier_tout(dossier, monde)
    signer_volet(dossier.pk, "finances", acteur=acteur(monde.passerelles.finances))
    avec_finances(dossier, salaire="1.00", charges="5.00")
    etat = signer_volet(dossier.pk, "activite", acteur=acteur(monde.passerelles.activite))
    assert etat == Etat.A_APPROUVER


def coordinations(monde: Monde, salaires: tuple[str, ...]) -> None:
    """As many CCT sent as there are salaries, each of one poste at its ceiling or below."""
    for rang, salaire in enumerate(salaires, start=1):
        equipement = coordination(monde, postes=1)
        equipement.nom = f"Coordination {rang}"
        equipement.save(update_fields=["nom"])
        declaration = appeler_cct(equipement)
        prenom, nom = POSTES[0].split()
        poste = f"postes.{cle(declaration)}"
        changements = {
            f"{poste}.prenom": prenom,
            f"{poste}.nom": nom,
            f"{poste}.salaire_charge": salaire,
        }
        jusqu_a(declaration, monde, Etat.TRANSMISE, changements=changements)


def ordre(client: Client, tri: str) -> list[str]:
    contenu = client.get(reverse("declarations:suivi"), {"sort": tri}).content.decode()
    return re.findall(r"(Coordination \d|Espace de rencontre Les Passerelles)<span", contenu)


@pytest.mark.parametrize("salaires", [("41 000", "9 000"), ("9 000", "41 000")])
def test_le_tri_par_montant_n_est_pas_un_oracle(
    monde: Monde, client: Client, salaires: tuple[str, str]
) -> None:
    """The same order whatever the salaries, both ways; who reads the amounts sees them sorted."""
    jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)
    coordinations(monde, salaires)
    er = "Espace de rencontre Les Passerelles"
    client.force_login(monde.passerelles.activite)
    assert ordre(client, "montant") == [er, "Coordination 1", "Coordination 2"]
    assert ordre(client, "-montant") == [er, "Coordination 1", "Coordination 2"]

    client.force_login(monde.passerelles.approbateur)
    moins, plus = sorted((1, 2), key=lambda n: Decimal(salaires[n - 1].replace(" ", "")))
    vu = [nom for nom in ordre(client, "montant") if nom != er]
    assert vu == [f"Coordination {moins}", f"Coordination {plus}"]
