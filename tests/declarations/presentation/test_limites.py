"""The due date: one rule, the same in Python and in SQL."""

from datetime import date, timedelta

import pytest

from declarations.models import Declaration
from declarations.presentation.limites import (
    CORRECTION,
    DEROGATION,
    ECHEANCE,
    Limite,
    avec_limite,
    en_retard_sur,
    limite_de,
)
from declarations.services.derogations import accorder_derogation
from declarations.services.instruction import ouvrir_rectificative
from tests.declarations.listes import campagne, declarer
from tests.declarations.remplir import jusqu_a, remplir, signer
from tests.monde import JOUR, MAINTENANT, Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")
ECHEANCE_LE = date(2026, 2, 13)


def lire(declaration: Declaration, jour: date = JOUR) -> tuple[Limite | None, Declaration]:
    chargee = avec_limite(Declaration.objects.all(), jour).pour_liste(jour).get(pk=declaration.pk)
    return limite_de(chargee, jour), chargee


@pytest.mark.parametrize("etat", ["a_saisir", "en_saisie", "a_approuver"])
def test_avant_l_envoi_c_est_l_echeance(monde: Monde, etat: str) -> None:
    declaration = jusqu_a(monde.declaration(), monde, etat)
    limite, chargee = lire(declaration)
    assert limite == Limite(ECHEANCE_LE, ECHEANCE, 10)
    assert chargee.limite_le == limite.le
    assert not en_retard_sur(avec_limite(Declaration.objects.all(), ECHEANCE_LE), ECHEANCE_LE)
    lendemain = ECHEANCE_LE + timedelta(days=1)
    assert en_retard_sur(avec_limite(Declaration.objects.all(), lendemain), lendemain).exists()


def test_une_derogation_plus_tardive_la_repousse(monde: Monde) -> None:
    declaration = monde.declaration()
    conseiller = acteur(monde.conseiller)
    for expire_le in (date(2026, 2, 10), date(2026, 4, 1), date(2026, 3, 20)):
        accorder_derogation(
            declaration.pk, acteur=conseiller, motif="Comptes arrêtés tard", expire_le=expire_le
        )
        limite, chargee = lire(declaration)
        assert chargee.limite_le == limite.le
    assert (limite.le, limite.genre) == (date(2026, 4, 1), DEROGATION)

    limite, chargee = lire(declaration, date(2026, 4, 2))
    assert (limite.le, limite.genre) == (ECHEANCE_LE, ECHEANCE)
    assert limite.close_le == date(2026, 3, 15)
    assert chargee.limite_le == ECHEANCE_LE


def test_une_correction_a_sa_propre_date_meme_signee(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_corriger")
    attendue = Limite(date(2026, 2, 18), CORRECTION, 15)
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


@pytest.mark.parametrize(
    ("jours", "delai", "ton"),
    [
        (8, "il reste 8 jours", "neutre"),
        (7, "il reste 7 jours", "attention"),
        (1, "il reste 1 jour", "attention"),
        (0, "dernier jour aujourd’hui", "attention"),
        (-1, "en retard de 1 jour", "erreur"),
        (-12, "en retard de 12 jours", "erreur"),
    ],
)
def test_le_delai_en_toutes_lettres(jours: int, delai: str, ton: str) -> None:
    limite = Limite(ECHEANCE_LE, ECHEANCE, jours)
    assert (limite.delai, limite.en_bref, limite.ton) == (delai, delai, ton)


def test_la_saisie_close_se_dit(monde: Monde) -> None:
    dates = date(2025, 1, 16), date(2025, 3, 31), date(2025, 4, 30)
    (declaration,) = declarer(campagne(monde, "reelle", 2024, *dates), monde, ["Clos"])
    limite, _ = lire(declaration)
    assert limite.delai == "saisie close depuis le 30 avril 2025"
    assert limite.en_bref == "saisie close"
