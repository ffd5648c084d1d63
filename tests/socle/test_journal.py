"""The journal: chained and append-only. Its tampering is in test_verification.py."""

import pytest
from django.db import ProgrammingError, connection, transaction

from portal.socle import journal
from portal.socle.models import ChaineJournal, LigneJournal
from portal.socle.verification import premiere_rupture
from tests.monde import MAINTENANT, Monde


def ecrire(n: int = 3) -> ChaineJournal:
    for i in range(n):
        journal.ecrire(f"essai.{i}", auteur=None, gestionnaire_id=7, caf_id=1, le=MAINTENANT)
    return ChaineJournal.objects.get(cle="gestionnaire:7")


def test_chaque_ligne_porte_l_empreinte_de_la_precedente(db: None) -> None:
    chaine = ecrire()
    premiere, deuxieme, troisieme = chaine.lignes.order_by("numero")

    assert premiere.precedente == ""
    assert deuxieme.precedente == premiere.empreinte
    assert troisieme.empreinte == chaine.empreinte
    assert premiere_rupture(chaine) is None


def test_une_chaine_par_gestionnaire_puis_par_caf_puis_nationale(db: None) -> None:
    journal.ecrire("a", auteur=None, gestionnaire_id=1, caf_id=2)
    journal.ecrire("b", auteur=None, caf_id=2)
    journal.ecrire("c", auteur=None)

    cles = LigneJournal.objects.order_by("action").values_list("chaine__cle", flat=True)
    assert list(cles) == ["gestionnaire:1", "caf:2", "nationale"]


def test_l_auteur_est_ecrit_en_clair(monde: Monde) -> None:
    ligne = journal.ecrire("essai", auteur=monde.conseiller, caf_id=monde.caf.pk)

    assert ligne.auteur_id == monde.conseiller.pk
    assert ligne.auteur_libelle == "Colette Conseil"


@pytest.mark.parametrize(
    "ordre", ["UPDATE socle_lignejournal SET motif = 'x'", "DELETE FROM socle_lignejournal"]
)
def test_la_base_refuse_de_reecrire(db: None, ordre: str) -> None:
    ecrire(1)

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(ordre)
