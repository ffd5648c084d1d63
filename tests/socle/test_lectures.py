"""Sensitive readings: told once a day, arrested on a chain, purged in time."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError
from django.db import ProgrammingError, connection, transaction

from portal.socle import journal
from portal.socle.cloture import clore_la_journee
from portal.socle.models import LectureSensible, LigneJournal
from tests.monde import MAINTENANT
from tests.socle.chaines import forcer, verifier

pytestmark = pytest.mark.usefixtures("cle_du_journal")


def lire(jour_avant: int = 0, auteur_id: int = 4) -> None:
    class Personne:
        pk = auteur_id

        def __str__(self) -> str:
            return "Hugo Collègue"

    journal.lecture_sensible(
        LectureSensible.Action.EXPORT,
        auteur=Personne(),
        precision="suivi 2025",
        caf_id=1,
        le=MAINTENANT - timedelta(days=jour_avant),
    )


def test_une_lecture_est_ecrite_une_fois_par_jour(db: None) -> None:
    lire()
    lire()
    lire(jour_avant=1)
    lire(auteur_id=5)
    assert LectureSensible.objects.count() == 3


def test_les_lectures_d_un_jour_fini_sont_arretees_sur_la_chaine_de_la_caf(db: None) -> None:
    lire(jour_avant=1)
    lire(jour_avant=1, auteur_id=5)
    lire()
    clore_la_journee(MAINTENANT)
    clore_la_journee(MAINTENANT)
    ligne = LigneJournal.objects.get(chaine__cle="caf:1")
    assert ligne.action == "lectures.arretees"
    assert ligne.details["jour"] == "2026-02-02"
    assert ligne.details["nombre"] == 2
    assert "Hugo" not in json.dumps(ligne.details)


@pytest.mark.parametrize(
    "ordre",
    [
        "UPDATE socle_lecturesensible SET personne_libelle = 'x'",
        "DELETE FROM socle_lecturesensible WHERE personne_id = 5",
        "DELETE FROM socle_lecturesensible",
    ],
)
def test_une_lecture_falsifiee_rompt_la_chaine(db: None, ordre: str) -> None:
    lire(jour_avant=1)
    lire(jour_avant=1, auteur_id=5)
    clore_la_journee(MAINTENANT)
    verifier("--chaine", "caf:1")
    forcer(ordre)
    with pytest.raises(CommandError, match="les lectures du 2026-02-02 ont été modifiées"):
        verifier("--chaine", "caf:1")


def test_les_lectures_sont_purgees_apres_le_delai_et_le_journal_reste_intact(
    db: None, settings
) -> None:
    settings.LECTURES_MOIS = 6
    lire(jour_avant=184)  # 3 August 2025
    lire(jour_avant=185)
    clore_la_journee(MAINTENANT)
    assert list(LectureSensible.objects.values_list("jour", flat=True)) == [date(2025, 8, 3)]
    purge = LigneJournal.objects.get(action="lectures.purgees")
    assert purge.details == {"avant": "2025-08-03", "nombre": 1}
    settings.LECTURES_MOIS = 12  # what was purged stays purged
    assert "Journal intact" in verifier()[0]


def test_la_base_garde_les_lectures_six_mois(db: None) -> None:
    journal.lecture_sensible(
        LectureSensible.Action.EXPORT, auteur=type("P", (), {"pk": 1})(), caf_id=1
    )
    for ordre in (
        "DELETE FROM socle_lecturesensible",
        "UPDATE socle_lecturesensible SET jour = le",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as curseur:
            curseur.execute(ordre)


def test_une_lecture_qui_ne_s_ecrit_pas_ne_bloque_rien(db: None, caplog) -> None:
    with transaction.atomic():
        with connection.cursor() as curseur:
            curseur.execute("ALTER TABLE socle_lecturesensible RENAME TO ailleurs")
        lire()
        assert LigneJournal.objects.count() == 0  # the transaction is still usable
        transaction.set_rollback(True)
    assert "journal.lecture_non_ecrite" in caplog.text
