"""What a wave spares, when it stops itself, the dates of a review: without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habilitations.models import ReglageDroits
from habilitations.models.reglages import BORNES
from habilitations.regles.couverture import Tenu
from habilitations.regles.reglages import (
    DEFAUTS,
    Reglages,
    dates_de_la_revue,
    il_y_a_des_mois,
    revue_due,
)
from habilitations.revues.regles.vagues import APPROBATEUR, GESTION, DroitVu, depasse, epargnes

SAISIE = "fournisseur_activite"


def vu(pk: int, role: str, *equipements: int) -> DroitVu:
    return DroitVu(pk, Tenu(role, not equipements, frozenset(equipements)))


def _parmi(bits: int) -> frozenset[int]:
    """Some of four équipements; none: on a right, all of them."""
    return frozenset(e for e in range(1, 5) if bits >> (e - 1) & 1)


class TestEpargnes:
    def test_le_dernier_approbateur_d_une_campagne_ouverte(self) -> None:
        seul, saisie = vu(1, APPROBATEUR), vu(2, SAISIE)
        assert epargnes([seul, saisie], [seul, saisie], [7], [7]) == {1}
        assert epargnes([seul, saisie], [seul, saisie], [7], []) == frozenset()
        assert epargnes([seul], [seul, vu(3, APPROBATEUR, 7)], [7], [7]) == frozenset()
        # Somebody else, but of another équipement.
        assert epargnes([seul], [seul, vu(3, APPROBATEUR, 8)], [7, 8], [7]) == {1}
        # Not at work on what has a campaign open.
        ailleurs = vu(4, APPROBATEUR, 8)
        assert epargnes([ailleurs], [ailleurs], [7, 8], [7]) == frozenset()

    def test_le_dernier_gestionnaire_toujours(self) -> None:
        seule = vu(1, GESTION)
        assert epargnes([seule], [seule], [], []) == {1}
        assert epargnes([seule], [seule, vu(2, GESTION)], [], []) == frozenset()

    def test_de_deux_candidats_un_seul_est_garde(self) -> None:
        deux = [vu(1, APPROBATEUR), vu(2, APPROBATEUR)]
        assert epargnes(deux, deux, [7], [7]) == {1}

    @given(st.lists(st.integers(0, 95), max_size=8), st.integers(0, 15))
    def test_personne_ne_perd_ce_que_la_vague_doit_laisser(
        self, tires: list[int], campagnes: int
    ) -> None:
        """Whatever is let go: each équipement in campaign keeps an approbateur, if it had one."""
        ouverts = _parmi(campagnes)
        droits = [
            vu(pk, (APPROBATEUR, GESTION, SAISIE)[n % 3], *_parmi(n // 3 % 16))
            for pk, n in enumerate(tires)
        ]
        candidats = [d for d, n in zip(droits, tires, strict=True) if n >= 48]
        gardes = epargnes(candidats, droits, range(1, 5), ouverts)
        assert gardes <= {d.pk for d in candidats}
        restent = [d for d in droits if d not in candidats or d.pk in gardes]

        def tient(vus: list[DroitVu], role: str, sur: int) -> bool:
            return any(d.tenu.role == role and d.tenu.porte_sur(sur) for d in vus)

        for e in ouverts:
            assert tient(restent, APPROBATEUR, e) == tient(droits, APPROBATEUR, e)
        assert any(d.tenu.role == GESTION for d in restent) == any(
            d.tenu.role == GESTION for d in droits
        )
        # And nothing is spared for nothing: without it, something would be lost.
        assert not any(d.tenu.role == SAISIE for d in candidats if d.pk in gardes)


@pytest.mark.parametrize(
    ("nombre", "total", "attendu"),
    [(20, 100, False), (21, 100, True), (0, 0, False), (1, 4, True), (1, 5, False)],
)
def test_la_part_exacte_ne_depasse_pas(nombre: int, total: int, attendu: bool) -> None:
    assert depasse(nombre, total, 20) is attendu


def test_les_dates_d_une_revue() -> None:
    dates = dates_de_la_revue(date(2026, 10, 1), DEFAUTS)
    assert (dates.echeance, dates.suspension, dates.retrait) == (
        date(2026, 10, 31),
        date(2026, 11, 15),
        date(2027, 1, 14),
    )


def test_elle_s_ouvre_le_jour_dit_et_se_rattrape() -> None:
    assert [revue_due(date(2026, 10, 1) + timedelta(days=d), DEFAUTS) for d in (-1, 0, 40)] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        (date(2026, 2, 3), 12, date(2025, 2, 3)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2028, 5, 31), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2026, 11, 30)),
    ],
)
def test_des_mois_en_arriere(jour: date, mois: int, attendu: date) -> None:
    assert il_y_a_des_mois(jour, mois) == attendu


def test_le_reglage_d_une_caf_a_les_valeurs_par_defaut() -> None:
    assert ReglageDroits().valeurs == DEFAUTS == Reglages()
    assert all(mini <= getattr(DEFAUTS, c) <= maxi for c, (mini, maxi) in BORNES.items())
