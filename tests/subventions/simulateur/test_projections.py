"""What a Caf projects: which rights count, what is shown, what is left of the envelope."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from subventions.droits.services.droits import ouvrir_droit
from subventions.models import Droit, EtatProjection, NatureDroit, Projection
from subventions.services import estimer_pour, figer_calcul
from subventions.simulateur.services import projections as service
from subventions.tasks import calculer_projection
from tests.declarations.clas import projet_clas
from tests.declarations.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.droits.ouverts import decider, droit_de
from tests.subventions.outils import donnees_valides
from tests.subventions.simulateur.fabriques import projection_de
from tests.subventions.simulateur.projetees import connecte, demandee, lisible

pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def confiees(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Tasks handed to the worker, which is none here."""
    faites: list[int] = []
    monkeypatch.setattr(
        service.current_app, "send_task", lambda nom, args, **_: faites.append(*args)
    )
    return faites


def test_le_reel_compte_seul_et_rien_d_autre_n_est_ecrit(monde: Monde) -> None:
    reel = droit_de(monde)
    jusqu_a(monde.declaration("previsionnelle", 2025), monde, "transmise")
    assert Droit.objects.filter(annee=2025).count() == 2
    projection = demandee(monde)
    calculer_projection(projection.pk)
    projection.refresh_from_db()
    (ligne,) = service.lignes_de(projection)
    assert (ligne.dossiers, ligne.avant) == (1, reel.calcul.montant)
    assert ligne.territoire == monde.portefeuille.nom
    # 1 € an hour, at the rate of 60 %.
    heures = reel.calcul.estimation.mesures["heures_retenues"]
    assert ligne.apres == (heures * Decimal("0.60")).quantize(Decimal("0.01"))
    reel.refresh_from_db()
    assert reel.calcul.montant == ligne.avant


def test_faite_deux_fois_elle_ne_compte_qu_une_fois(monde: Monde) -> None:
    droit_de(monde)
    projection = demandee(monde)
    for _ in range(2):
        calculer_projection(projection.pk)
    projection.refresh_from_db()
    assert projection.etat == EtatProjection.FAITE
    assert (projection.total, projection.faits) == (1, 1)


def test_le_montant_est_celui_du_calcul_sans_la_decision(monde: Monde) -> None:
    droit = droit_de(monde)
    decider(droit, monde)
    projection = demandee(monde, essais={"taux": "0.60"})
    calculer_projection(projection.pk)
    projection.refresh_from_db()
    (ligne,) = service.lignes_de(projection)
    assert ligne.avant == ligne.apres == droit.calcul.montant


def test_ce_qui_l_interrompt_se_dit_et_se_relance(
    monde: Monde, monkeypatch: pytest.MonkeyPatch, confiees: list[int]
) -> None:
    droit_de(monde)
    projection = demandee(monde)

    def tomber(*_: object) -> None:
        raise RuntimeError("panne")

    with monkeypatch.context() as panne:
        panne.setattr(service.Essais, "montant", tomber)
        with pytest.raises(RuntimeError):
            calculer_projection(projection.pk)
    projection.refresh_from_db()
    assert projection.etat == EtatProjection.ECHEC
    client = connecte(monde.conseiller)
    adresse = reverse("simulations:projection", args=[projection.pk])
    assert "Relancer le calcul" in lisible(client.get(adresse))
    calculer_projection(projection.pk)
    projection.refresh_from_db()
    assert projection.etat == EtatProjection.FAITE


def test_une_demande_que_la_file_a_perdue_est_reprise(monde: Monde, confiees: list[int]) -> None:
    droit_de(monde)
    projection = demandee(monde)
    assert service.reprendre(MAINTENANT + timedelta(minutes=4)) == 0  # left to the queue
    assert service.reprendre(MAINTENANT + timedelta(minutes=6)) == 1
    assert confiees == [projection.pk]
    assert service.reprendre(MAINTENANT + timedelta(days=2)) == 0
    calculer_projection(projection.pk)
    assert service.reprendre(MAINTENANT + timedelta(minutes=6)) == 0


def test_demander_montrer_exporter(
    monde: Monde, confiees: list[int], django_capture_on_commit_callbacks: object
) -> None:
    client = connecte(monde.conseiller)
    adresse = reverse("simulations:nouvelle_projection", args=["er"])
    champs = {
        "perimetre": f"{monde.caf.pk}-{monde.portefeuille.pk}",
        "annee": "2025",
        "essai_er_taux": "55 %",
        "enveloppe": "120 000",
    }
    with django_capture_on_commit_callbacks(execute=True):
        reponse = client.post(adresse, champs)
    projection = Projection.objects.get()
    assert confiees == [projection.pk]
    assert projection.essais == {"er": {"taux": "0.55"}}
    assert projection.enveloppe == Decimal(120000)
    page = lisible(client.get(reponse.url))
    assert "Le calcul attend son tour" in page
    assert "0 sur 0" not in page
    assert 'hx-trigger="every 2s"' in page
    vide = client.post(adresse, {**champs, "essai_er_taux": ""})
    assert vide.status_code == 422
    faux = client.post(adresse, {**champs, "essai_er_taux": "160 %"})
    assert "entre 0 et 1" in lisible(faux)


def test_sans_dossier_elle_le_dit_et_ne_conclut_rien(monde: Monde) -> None:
    """« L’enveloppe suffit » of nothing would be a promise."""
    projection = demandee(monde)
    Projection.objects.filter(pk=projection.pk).update(enveloppe=Decimal(1000))
    calculer_projection(projection.pk)
    page = lisible(
        connecte(monde.conseiller).get(reverse("simulations:projection", args=[projection.pk]))
    )
    assert "Aucun dossier à projeter" in page
    assert "enveloppe suffit" not in page
    assert "Exporter" not in page


def test_l_enveloppe_et_les_lignes(monde: Monde) -> None:
    projection = projection_de(monde.conseiller, monde.caf.pk)
    client = connecte(monde.conseiller)
    page = lisible(client.get(reverse("simulations:projection", args=[projection.pk])))
    assert "Il manque 100,00 € à l’enveloppe de 2 300,00 €" in page
    assert "+400,00 €" in page
    assert "Savoie est" in page
    contenu = client.get(reverse("simulations:export_projection", args=[projection.pk])).content
    totaux = list(load_workbook(BytesIO(contenu))["Totaux"].iter_rows(values_only=True))
    assert totaux[-1][:6] == ("Espace de rencontre", "Ensemble", 2, 2000, 2400, 400)
    adresse = reverse("simulations:export_projection_csv", args=[projection.pk])
    with ZipFile(BytesIO(client.get(adresse).content)) as archive:
        assert archive.namelist() == ["Totaux.csv", "Versements prévus.csv", "Demande.csv"]
        dernier = archive.read("Totaux.csv").decode("utf-8-sig").splitlines()[-1]
    assert dernier == "Espace de rencontre;Ensemble;2;2000,00;2400,00;400,00;0;0"


def test_chacun_ne_lit_que_les_siennes_tant_qu_il_lit_les_dossiers(monde: Monde) -> None:
    projection = projection_de(monde.conseiller, monde.caf.pk)
    assert Projection.objects.visibles_par(acteur(monde.conseiller)).get() == projection
    for autre in (monde.ccd, monde.national, monde.responsable, monde.passerelles.finances):
        assert not Projection.objects.visibles_par(acteur(autre)).exists()
    monde.conseiller.affectations.update(au=MAINTENANT.date().replace(year=2025))
    assert not Projection.objects.visibles_par(acteur(monde.conseiller)).exists()


def test_tous_les_dispositifs_ensemble_puis_chacun(monde: Monde, confiees: list[int]) -> None:
    """A value is tried in one: the others keep their amounts, and the envelope is that of all."""
    er = droit_de(monde)
    clas = un_clas(monde)
    client = connecte(monde.conseiller)
    champs = {
        "perimetre": str(monde.caf.pk),
        "annee": "2025",
        "essai_er_taux": "30 %",
        "enveloppe": "1 000 000",
    }
    adresse = reverse("simulations:nouvelle_projection", args=["tous"])
    reponse = client.post(adresse, champs)
    projection = Projection.objects.get()
    assert projection.dispositifs == ["cct", "clas", "er"]
    assert projection.essais == {"er": {"taux": "0.30"}}
    calculer_projection(projection.pk)
    projection.refresh_from_db()
    lignes = {ligne.dispositif: ligne for ligne in service.lignes_de(projection)}
    assert set(lignes) == {"clas", "er"}
    assert lignes["clas"].avant == lignes["clas"].apres == clas.calcul.montant
    assert lignes["er"].avant == er.calcul.montant
    assert lignes["er"].apres < lignes["er"].avant
    page = lisible(client.get(reponse.url))
    assert "Tous les dispositifs, 2025 et 2025-2026" in page
    assert "Montants par dispositif et portefeuille" in page
    assert "Espace de rencontre, taux" in page
    contenu = client.get(reverse("simulations:export_projection", args=[projection.pk])).content
    totaux = list(load_workbook(BytesIO(contenu))["Totaux"].iter_rows(values_only=True))
    assert [li[1] for li in totaux[-3:]] == ["Ensemble"] * 3
    assert totaux[-1][0] == "Tous les dispositifs"
    assert totaux[-1][2] == totaux[-2][2] + totaux[-3][2] == 2


def un_clas(monde: Monde) -> Droit:
    """A right prévisionnel 2025-2026 of a CLAS project, taken up from ELAN."""
    projet, donnees = projet_clas(monde), donnees_valides("clas")
    calcul = figer_calcul(
        estimer_pour("clas", 2025, monde.caf.pk, donnees),
        gestionnaire_id=projet.gestionnaire_id,
        caf_id=projet.caf_id,
        equipement_id=projet.pk,
        dispositif="clas",
        annee=2025,
        donnees=donnees,
    )
    droit = ouvrir_droit(
        calcul,
        NatureDroit.PREVISIONNEL,
        dossier_id=None,
        maintenant=MAINTENANT,
        par=None,
        definitif=True,
    )
    assert droit is not None
    return droit
