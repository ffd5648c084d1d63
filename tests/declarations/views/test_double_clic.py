"""Two identical clicks on an act: the second one is told that it is already done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.regles.grille import ACTIVITE, FINANCES
from declarations.services import assistance, instruction, volets
from habilitations.models import Utilisateur
from portal.socle.models import LigneJournal
from tests.declarations.remplir import jusqu_a
from tests.monde import JOUR, Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")

DEJA = "C’est déjà fait."
MOTIF = {"motif": "Le compte 64 est à revoir."}
POUR_LE = {"pour_le": (JOUR + timedelta(days=10)).isoformat()}
CAF = "conseiller"

# view, its volet, who, state before, what is posted
ACTES = [
    ("signer", ACTIVITE, "activite", Etat.EN_SAISIE, {}),
    ("signer", FINANCES, "finances", Etat.EN_SAISIE, {}),
    ("renvoyer", FINANCES, "approbateur", Etat.A_APPROUVER, MOTIF),
    ("approbation", None, "approbateur", Etat.A_APPROUVER, {}),
    ("prise_en_charge", None, CAF, Etat.TRANSMISE, {}),
    ("correction", None, CAF, Etat.EN_INSTRUCTION, MOTIF | POUR_LE | {"volets": [FINANCES]}),
    ("validation", None, CAF, Etat.EN_INSTRUCTION, {}),
    ("rectificative", None, CAF, Etat.VALIDEE, MOTIF | POUR_LE | {"volets": [FINANCES]}),
    ("sans_objet", None, CAF, Etat.A_SAISIR, MOTIF),
    ("retablissement", None, CAF, Etat.SANS_OBJET, MOTIF),
    ("assistance", None, CAF, Etat.A_SAISIR, MOTIF),
]


def personne(monde: Monde, qui: str) -> Utilisateur:
    trouvee: Utilisateur = getattr(monde if qui == CAF else monde.passerelles, qui)
    return trouvee


def cliquer(client: Client, declaration: Declaration, vue: str, volet: str | None, **envoi: object):
    """Post an act and return the messages of the page that follows."""
    adresse = reverse(
        f"declarations:{vue}", args=[declaration.pk, volet] if volet else [declaration.pk]
    )
    reponse = client.post(adresse, envoi, follow=True)
    assert reponse.status_code == 200
    return [str(m) for m in reponse.context["messages"]]


@pytest.mark.parametrize(
    ("vue", "volet", "qui", "etat", "envoi"), ACTES, ids=lambda v: v if isinstance(v, str) else None
)
def test_le_second_clic_dit_que_c_est_fait(
    monde: Monde,
    client: Client,
    vue: str,
    volet: str | None,
    qui: str,
    etat: str,
    envoi: dict[str, object],
) -> None:
    declaration = jusqu_a(monde.declaration(), monde, etat)
    client.force_login(personne(monde, qui))

    [fait] = cliquer(client, declaration, vue, volet, **envoi)
    lignes = LigneJournal.objects.count()
    [redit] = cliquer(client, declaration, vue, volet, **envoi)

    assert redit == f"{DEJA} {fait}"
    assert LigneJournal.objects.count() == lignes


def test_la_saisie_rendue_deux_fois(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    assistance.assister(
        declaration.pk, acteur=acteur(monde.conseiller), motif="Chiffres donnés au téléphone."
    )
    client.force_login(monde.conseiller)

    [fait] = cliquer(client, declaration, "fin_assistance", None)

    assert cliquer(client, declaration, "fin_assistance", None) == [f"{DEJA} {fait}"]


def prise_par_un_collegue(declaration: Declaration, monde: Monde) -> None:
    instruction.prendre_en_charge(declaration.pk, acteur=acteur(monde.remplacant))


def validee_depuis(declaration: Declaration, monde: Monde) -> None:
    moi = acteur(monde.conseiller)
    instruction.prendre_en_charge(declaration.pk, acteur=moi)
    instruction.valider(declaration.pk, acteur=moi)


@pytest.mark.parametrize("avant", [prise_par_un_collegue, validee_depuis])
def test_ce_qu_on_ne_vient_pas_de_faire_reste_refuse(
    monde: Monde, client: Client, avant: Callable[[Declaration, Monde], None]
) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)
    avant(declaration, monde)
    client.force_login(monde.conseiller)

    [refus] = cliquer(client, declaration, "prise_en_charge", None)

    assert "n’est plus possible" in refus


def test_un_autre_motif_est_un_autre_acte(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    client.force_login(monde.conseiller)
    cliquer(client, declaration, "sans_objet", None, motif="Équipement fermé.")

    autre = "Déclaration appelée à tort."
    [refus, ecrit] = cliquer(client, declaration, "sans_objet", None, motif=autre)

    assert "n’est plus possible" in refus
    assert ecrit == autre


def test_un_autre_volet_est_un_autre_acte(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_APPROUVER)
    approbateur = monde.passerelles.approbateur
    volets.renvoyer_volet(declaration.pk, ACTIVITE, acteur=acteur(approbateur), **MOTIF)
    client.force_login(approbateur)

    [refus, ecrit] = cliquer(client, declaration, "renvoyer", FINANCES, **MOTIF)

    assert "n’est plus possible" in refus
    assert ecrit == MOTIF["motif"]
