"""The list of rights of a Caf: found by équipement or partner, and taken away as a workbook."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from portal.socle.francais import compter
from portal.socle.models import LectureSensible
from tests.monde import Monde
from tests.subventions.droits.ouverts import decider, droit_de

pytestmark = pytest.mark.usefixtures("fige")


@pytest.mark.parametrize(
    ("cherche", "trouve"),
    [("trait d'union", True), ("TRAIT union", True), ("passerelles", True), ("inconnu", False)],
)
def test_un_droit_se_trouve_par_son_equipement_ou_son_partenaire(
    monde: Monde, client: Client, cherche: str, trouve: bool
) -> None:
    droit = droit_de(monde)
    droit.equipement.nom = "Le Trait d’Union"
    droit.equipement.save(update_fields=["nom"])
    client.force_login(monde.conseiller)
    page = client.get(reverse("droits:file"), {"q": cherche}).content.decode()
    assert ("Le Trait d’Union" in page) == trouve
    assert (compter(1, "droit") in page) == trouve


def test_l_export_dit_ce_que_dit_la_liste_et_laisse_une_trace(monde: Monde, client: Client) -> None:
    droit = droit_de(monde)
    decision = decider(droit, monde, "-5000.00")
    droit_de(monde, "transmise", annee=2024)
    client.force_login(monde.conseiller)
    recu = client.get(reverse("droits:exporter"), {"annee": "2025"})
    assert recu.headers["Content-Disposition"].startswith("attachment")
    entetes, *lignes = load_workbook(BytesIO(recu.content))["Droits"].values
    (lue,) = (dict(zip(entetes, ligne, strict=True)) for ligne in lignes)
    assert lue["Équipement"] == droit.equipement.nom
    assert lue["SIRET"] == droit.gestionnaire.siret
    assert lue["Calculé"] == pytest.approx(float(droit.calcul.montant))
    # What waits for its second signature counts for nothing yet.
    assert lue["Décidé"] is None
    assert lue["Retenu"] == lue["Calculé"]
    assert lue["Décision à confirmer"] == "oui"
    assert decision.attend_une_signature
    trace = LectureSensible.objects.latest("pk")
    assert (trace.action, trace.personne_id) == (LectureSensible.Action.EXPORT, monde.conseiller.pk)
    assert "annee=2025" in trace.precision


def test_un_partenaire_n_emporte_pas_la_liste_d_une_caf(monde: Monde, client: Client) -> None:
    droit_de(monde)
    client.force_login(monde.passerelles.finances)
    assert client.get(reverse("droits:exporter")).status_code == 403
