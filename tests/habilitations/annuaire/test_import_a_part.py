"""A long list, looked at and imported by the worker; as many queries whatever its length."""

from datetime import timedelta

import pytest
from celery import current_app
from kombu.exceptions import KombuError

from habilitations import tasks
from habilitations.annuaire.services.imports import application
from habilitations.models import (
    EtatImport,
    Habilitation,
    Utilisateur,
)
from habilitations.verification import droits_verifies
from portal.socle.classeurs import Colonne, Feuille, ecrire_classeur
from tests.habilitations.annuaire.depots import confirmer, deposer
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige", "sur_place")]


def test_une_longue_liste_est_examinee_puis_importee_a_part(
    monde: Monde, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    confiees: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda nom, args, **_: confiees.append((nom, args))
    )
    lignes = "".join(f"p{r}@exemple.test;Pat;Nom {r}\n" for r in range(301))
    with django_capture_on_commit_callbacks(execute=True):
        depose = deposer(monde, f"Adresse électronique;Prénom;Nom\n{lignes}".encode(), "l.csv")
    assert depose.etat == EtatImport.EXAMEN
    assert confiees == [("habilitations.tasks.examiner_import", [depose.pk])]
    for _ in range(2):
        tasks.examiner_import(depose.pk)
    depose.refresh_from_db()
    assert (depose.etat, depose.faites, depose.compte) == (EtatImport.PRET, 301, {"cree": 301})
    with django_capture_on_commit_callbacks(execute=True):
        assert confirmer(monde, depose).etat == EtatImport.APPLICATION
    assert confiees[1:] == [("habilitations.tasks.appliquer_import", [depose.pk])]
    for _ in range(2):
        tasks.appliquer_import(depose.pk)
    depose.refresh_from_db()
    assert (depose.etat, depose.contenu) == (EtatImport.FAIT, [])
    assert Utilisateur.objects.filter(email__startswith="p", nom__startswith="Nom").count() == 301


def test_la_file_arretee_ne_perd_ni_l_examen_ni_l_import(
    monde: Monde, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    """The page answers at once; the list is asked for again once the queue is back, not before."""
    confiees: list[tuple[str, list[int]]] = []

    def en_panne(*args: object, **options: object) -> None:
        assert options["retry"] is False
        raise KombuError("plus de file")

    def confier(nom: str, args: list[int], **options: object) -> None:
        confiees.append((nom, args))

    monkeypatch.setattr(current_app, "send_task", en_panne)
    lignes = "".join(f"p{r}@exemple.test;Pat;Nom {r}\n" for r in range(301))
    with django_capture_on_commit_callbacks(execute=True):
        depose = deposer(monde, f"Adresse électronique;Prénom;Nom\n{lignes}".encode(), "l.csv")
    monkeypatch.setattr(current_app, "send_task", confier)
    assert application.reprendre(MAINTENANT + timedelta(minutes=4)) == 0
    assert application.reprendre(MAINTENANT + timedelta(minutes=6)) == 1
    tasks.examiner_import(depose.pk)
    assert application.reprendre(MAINTENANT + timedelta(minutes=6)) == 0

    monkeypatch.setattr(current_app, "send_task", en_panne)
    depose.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        assert confirmer(monde, depose).etat == EtatImport.APPLICATION
    monkeypatch.setattr(current_app, "send_task", confier)
    assert application.reprendre(MAINTENANT + timedelta(minutes=6)) == 1
    assert [nom.rsplit(".", 1)[1] for nom, _ in confiees] == ["examiner_import", "appliquer_import"]
    tasks.appliquer_import(depose.pk)
    assert application.reprendre(MAINTENANT + timedelta(minutes=6)) == 0
    depose.refresh_from_db()
    assert depose.etat == EtatImport.FAIT


def test_les_requetes_ne_suivent_pas_le_nombre_de_lignes(
    monde: Monde, django_assert_max_num_queries
) -> None:
    """Two hundred lines of each kind are read and written by sets."""

    def lignes(combien: int) -> bytes:
        return ecrire_classeur(
            [
                Feuille(
                    "Équipements",
                    [
                        Colonne(t)
                        for t in ("SIRET du gestionnaire", "Nom", "Dispositif", "Portefeuille")
                    ],
                    [[SIRETS[0], f"CLAS {r}", "CLAS", "Secteur 1"] for r in range(combien)],
                ),
                Feuille(
                    "Personnes",
                    [Colonne(t) for t in ("Adresse électronique", "Prénom", "Nom")],
                    [[f"p{r}@exemple.test", "Pat", f"Nom {r}"] for r in range(combien)],
                ),
                Feuille(
                    "Rôles",
                    [
                        Colonne(t)
                        for t in (
                            "Adresse électronique",
                            "SIRET du gestionnaire",
                            "Rôle",
                            "Équipements",
                            "Du",
                        )
                    ],
                    [
                        [f"p{r}@exemple.test", SIRETS[0], "Approbateur", f"CLAS {r}", JOUR]
                        for r in range(combien)
                    ],
                ),
            ],
            titre="Liste",
        )

    depose = deposer(monde, lignes(100))
    assert depose.compte == {"cree": 300}
    with django_assert_max_num_queries(110):
        confirmer(monde, depose)
    siens = Habilitation.objects.filter(role="approbateur", du=JOUR)
    assert len(droits_verifies(siens, JOUR)) == 100
