"""The list of rights of a Caf: found by équipement or partner, and taken away as a workbook."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from declarations.models import ExportListe
from declarations.models.exports import TACHE_DROITS
from declarations.tasks import ecrire_droits
from portal.socle.francais import compter
from portal.socle.models import LectureSensible
from tests.monde import Monde
from tests.subventions.droits.ouverts import decider, droit_de

pytestmark = pytest.mark.usefixtures("fige")
EXPORTER = reverse("declarations:export_droits")


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
    recu = client.post(EXPORTER, {"question": "annee=2025"})
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
    assert client.post(EXPORTER).status_code == 403


def test_une_longue_liste_s_ecrit_a_part_sans_rien_couper(
    monde: Monde, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("declarations.views.exports.LIGNES_IMMEDIATES", 1)
    monkeypatch.setattr("subventions.droits.exports.liste.PAR_LOT", 1)
    for annee in (2023, 2024, 2025):
        droit_de(monde, "transmise", annee=annee)
    client.force_login(monde.conseiller)
    assert f'action="{EXPORTER}"' in client.get(reverse("droits:file")).content.decode()
    suivi = client.post(EXPORTER, {"question": "nature=reel"})["Location"]
    export = ExportListe.objects.get(tache=TACHE_DROITS)

    ecrire_droits(export.pk)
    assert compter(3, "droit") in client.get(suivi).content.decode()
    recu = client.get(reverse("declarations:export_fichier", args=[export.pk]))
    assert recu["Content-Disposition"].startswith('attachment; filename="droits-')
    contenu = b"".join(recu)  # type: ignore[arg-type]
    _, *lignes = load_workbook(BytesIO(contenu))["Droits"].values
    assert [ligne[4] for ligne in lignes] == ["2025", "2024", "2023"]

    # Somebody else reads neither its progress nor the file.
    client.force_login(monde.remplacant)
    assert client.get(suivi).status_code == 404
