"""Many lines at once: the same chains as one by one, locked in one order."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from portal.socle import journal
from portal.socle.journal import Fait, calculer_empreinte, ecrire, ecrire_plusieurs
from portal.socle.models import ChaineJournal, LigneJournal
from tests.monde import MAINTENANT

pytestmark = pytest.mark.django_db


def faits(nombre: int, chaines: int = 3) -> list[Fait]:
    return [
        Fait(
            "essai.fait",
            None,
            gestionnaire_id=i % chaines + 1,
            caf_id=9,
            motif=f"Motif {i}",
            details={"rang": i},
            le=MAINTENANT,
        )
        for i in range(nombre)
    ]


def suite(cle: str) -> list[LigneJournal]:
    return list(LigneJournal.objects.filter(chaine__cle=cle).order_by("numero"))


def verifier(cle: str) -> None:
    """Each line follows the one before, and the head names the last."""
    precedente, tete = "", ChaineJournal.objects.get(cle=cle)
    for numero, ligne in enumerate(suite(cle), start=1):
        assert (ligne.numero, ligne.precedente) == (numero, precedente)
        assert calculer_empreinte(ligne) == ligne.empreinte
        precedente = ligne.empreinte
    assert (tete.numero, tete.empreinte) == (len(suite(cle)), precedente)


def test_comme_une_a_une() -> None:
    """The same facts, one by one or at once, give the same hashes."""
    for fait in faits(7):
        ecrire(
            fait.action,
            auteur=None,
            gestionnaire_id=fait.gestionnaire_id,
            caf_id=fait.caf_id,
            motif=fait.motif,
            details=fait.details,
            le=fait.le,
        )
    attendues = [
        Fait(f.action, None, None, f.gestionnaire_id + 10, f.caf_id, f.motif, f.details, f.le)
        for f in faits(7)
    ]
    ecrire_plusieurs(attendues)
    for gestionnaire in (1, 2, 3):
        une, lot = (suite(f"gestionnaire:{g}") for g in (gestionnaire, gestionnaire + 10))
        assert [(x.numero, x.motif, x.details, x.le) for x in une] == [
            (x.numero, x.motif, x.details, x.le) for x in lot
        ]
        verifier(f"gestionnaire:{gestionnaire + 10}")


def test_a_la_suite_de_ce_qui_est_ecrit() -> None:
    ecrire("essai.avant", auteur=None, gestionnaire_id=1)
    ecrire_plusieurs(faits(5))
    ecrire("essai.apres", auteur=None, gestionnaire_id=1)
    verifier("gestionnaire:1")
    actions = [ligne.action for ligne in suite("gestionnaire:1")]
    assert (actions[0], actions[-1]) == ("essai.avant", "essai.apres")


def test_les_lignes_rendues_sont_dans_l_ordre_donne_et_enregistrees() -> None:
    lignes = ecrire_plusieurs(faits(5))
    assert [ligne.details["rang"] for ligne in lignes] == [0, 1, 2, 3, 4]
    assert all(ligne.pk for ligne in lignes)
    assert ecrire_plusieurs([]) == []


def test_un_nombre_fixe_de_requetes() -> None:
    with CaptureQueriesContext(connection) as peu:
        ecrire_plusieurs(faits(2, chaines=2))
    with CaptureQueriesContext(connection) as beaucoup:
        ecrire_plusieurs(faits(300, chaines=100))
    assert len(peu) == len(beaucoup) <= 7  # five, within a savepoint


@pytest.mark.django_db(transaction=True)
def test_deux_lots_croises_ne_se_bloquent_pas() -> None:
    """Chains in opposite orders: locked in the same one, neither waits for the other both ways."""
    depart, erreurs = threading.Barrier(2), []

    def ecrire_un_lot(ordre: list[Fait]) -> None:
        try:
            depart.wait(10)
            for _ in range(5):
                with transaction.atomic():
                    ecrire_plusieurs(ordre)
        except Exception as erreur:
            erreurs.append(erreur)
        finally:
            connections["default"].close()

    lot = faits(40, chaines=20)
    fils = [threading.Thread(target=ecrire_un_lot, args=[o]) for o in (lot, lot[::-1])]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    assert erreurs == []
    assert LigneJournal.objects.count() == 400
    for gestionnaire in range(1, 21):
        verifier(f"gestionnaire:{gestionnaire}")


def test_une_erreur_n_ecrit_rien(monkeypatch: pytest.MonkeyPatch) -> None:
    def faillir(ligne: LigneJournal) -> str:
        if ligne.details["rang"] == 3:
            raise RuntimeError("empreinte")
        return "x"

    monkeypatch.setattr(journal, "calculer_empreinte", faillir)
    with pytest.raises(RuntimeError), transaction.atomic():
        ecrire_plusieurs(faits(5))
    assert not LigneJournal.objects.exists()
