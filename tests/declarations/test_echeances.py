"""The due date: one rule, the same in Python and in SQL, on every case."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from declarations.echeances import avec_limite, echeance_de, est_en_retard
from declarations.models import Campagne, Declaration, DemandeCorrection
from declarations.regles.etats import Etat
from declarations.services.derogations import accorder_derogation
from declarations.services.instruction import ouvrir_rectificative
from portal.dossiers.models import Derogation
from portal.dossiers.regles.echeances import ANNONCEE, CORRECTION, DEROGATION, Echeance
from tests.declarations.listes import campagne, declarer
from tests.declarations.remplir import jusqu_a, remplir, signer
from tests.monde import JOUR, MAINTENANT, Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")
ECHEANCE_LE = date(2026, 2, 13)


def lire(declaration: Declaration, jour: date = JOUR) -> tuple[Echeance | None, Declaration]:
    chargee = avec_limite(Declaration.objects.all()).pour_liste().get(pk=declaration.pk)
    return echeance_de(chargee, jour), chargee


def en_retard(jour: date) -> set[int]:
    tous = avec_limite(Declaration.objects.all())
    return set(tous.filter(est_en_retard(jour)).values_list("pk", flat=True))


@pytest.mark.parametrize("etat", ["a_saisir", "en_saisie", "a_approuver"])
def test_avant_l_envoi_c_est_l_echeance(monde: Monde, etat: str) -> None:
    declaration = jusqu_a(monde.declaration(), monde, etat)
    limite, chargee = lire(declaration)
    assert limite == Echeance(ECHEANCE_LE, ANNONCEE, 10)
    assert chargee.limite_le == limite.le
    assert not en_retard(ECHEANCE_LE)
    assert en_retard(ECHEANCE_LE + timedelta(days=1)) == {declaration.pk}


def test_une_derogation_plus_tardive_la_repousse(monde: Monde) -> None:
    declaration = monde.declaration()
    conseiller = acteur(monde.conseiller)
    for expire_le in (date(2026, 3, 20), date(2026, 4, 1)):
        accorder_derogation(
            declaration.pk, acteur=conseiller, motif="Comptes arrêtés tard", expire_le=expire_le
        )
        limite, chargee = lire(declaration)
        assert chargee.limite_le == limite.le
    assert (limite.le, limite.genre) == (date(2026, 4, 1), DEROGATION)

    limite, chargee = lire(declaration, date(2026, 4, 2))
    assert limite == Echeance(date(2026, 4, 1), DEROGATION, -1, date(2026, 4, 1))
    assert chargee.limite_le == limite.le


def test_une_correction_a_sa_propre_date_meme_signee(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_corriger")
    attendue = Echeance(date(2026, 2, 18), CORRECTION, 15)
    assert lire(declaration)[0] == attendue

    remplir(declaration, monde)
    signer(declaration, monde)
    limite, chargee = lire(declaration)
    assert chargee.etat == "a_approuver"
    assert limite == attendue
    assert chargee.limite_le == attendue.le


def test_une_rectificative_aussi(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "validee")
    ouvrir_rectificative(
        declaration.pk,
        acteur=acteur(monde.conseiller),
        motif="Erreur découverte",
        pour_le=date(2026, 6, 1),
    )
    limite, chargee = lire(declaration)
    assert (limite.le, limite.genre) == (date(2026, 6, 1), CORRECTION)
    assert chargee.limite_le == limite.le


@pytest.mark.parametrize(
    ("etat", "depuis"), [("transmise", MAINTENANT.date()), ("validee", None), ("sans_objet", None)]
)
def test_hors_des_mains_du_partenaire(monde: Monde, etat: str, depuis: date | None) -> None:
    limite, chargee = lire(jusqu_a(monde.declaration(), monde, etat))
    assert limite is None
    assert chargee.limite_le == depuis


def test_la_saisie_close(monde: Monde) -> None:
    dates = date(2025, 1, 16), date(2025, 3, 31), date(2025, 4, 30)
    (declaration,) = declarer(campagne(monde, "reelle", 2024, *dates), monde, ["Clos"])
    limite, _ = lire(declaration)
    assert limite.close_le == date(2025, 4, 30)


# A year and a half around the windows: days meet, follow or cross each other often enough.
JOURS = st.dates(date(2026, 1, 1), date(2027, 6, 30))
PARCOURUS = (
    Etat.A_SAISIR,
    Etat.EN_SAISIE,
    Etat.A_APPROUVER,
    Etat.TRANSMISE,
    Etat.EN_INSTRUCTION,
    Etat.A_CORRIGER,
    Etat.VALIDEE,
    Etat.SANS_OBJET,
)


@contextmanager
def annule() -> Iterator[None]:
    """What one example wrote is undone before the next."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@pytest.fixture
def une_de_chaque(monde: Monde) -> dict[int, str]:
    """A declaration in each state, and a rectificative under way: their states by id."""
    premiere = jusqu_a(monde.declaration(), monde, Etat.VALIDEE)
    noms = [f"Antenne {rang}" for rang in range(len(PARCOURUS))]
    for declaration, etat in zip(declarer(premiere.campagne, monde, noms), PARCOURUS, strict=True):
        jusqu_a(declaration, monde, etat)
    ouvrir_rectificative(
        premiere.pk,
        acteur=acteur(monde.conseiller),
        motif="Erreur découverte",
        pour_le=date(2026, 6, 1),
    )
    return dict(Declaration.objects.values_list("pk", "etat"))


@given(
    fenetre=st.lists(JOURS, min_size=3, max_size=3).map(sorted),
    derogations=st.lists(JOURS, max_size=3),
    pour_le=JOURS,
    jours=st.lists(JOURS, min_size=1, max_size=4),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_python_et_sql_disent_la_meme_chose(
    une_de_chaque: dict[int, str],
    monde: Monde,
    fenetre: list[date],
    derogations: list[date],
    pour_le: date,
    jours: list[date],
) -> None:
    """In a real database, whatever the window, the dérogations, the correction and the day."""
    with annule():
        ouvre, echeance, ferme = fenetre
        Campagne.objects.update(ouvre_le=ouvre, echeance_le=echeance, ferme_le=ferme)
        DemandeCorrection.objects.update(pour_le=pour_le)
        Derogation.objects.bulk_create(_derogations(une_de_chaque, derogations, monde))
        vues = list(avec_limite(Declaration.objects.all()).pour_liste())
        for jour in jours:
            dues = {d.pk: due for d in vues if (due := echeance_de(d, jour))}
            chez_la_caf = {d.pk for d in vues if d.etat in (Etat.TRANSMISE, Etat.EN_INSTRUCTION)}
            assert {d.pk: d.limite_le for d in vues if d.limite_le and d.pk not in chez_la_caf} == {
                pk: due.le for pk, due in dues.items()
            }
            assert en_retard(jour) == {pk for pk, due in dues.items() if due.en_retard}
        assert len(vues) == len(PARCOURUS) + 1


def _derogations(
    declarations: dict[int, str], expirations: list[date], monde: Monde
) -> Iterator[Derogation]:
    for pk in declarations:
        for expire_le in expirations:
            yield Derogation(
                dossier_id=pk,
                motif="Comptes arrêtés tard",
                accordee_par=monde.conseiller,
                accordee_le=MAINTENANT,
                expire_le=expire_le,
            )
