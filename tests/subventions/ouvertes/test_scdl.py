"""Lines of the open data: the schema published, the threshold, one line for each thing granted."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subventions.ouvertes.regles.scdl import (
    COLONNES,
    SEUIL,
    UNIQUE,
    Attribuant,
    Octroi,
    a_publier,
    rangee,
)
from tests.subventions.ouvertes.schema import CHAMPS, FICHIER, SCHEMA, fautes

CAF = Attribuant("Caf de la Savoie", "38047555800058")
EXEMPLES = FICHIER.parent / "exemple-valide.csv"
OCTROI = Octroi(
    reference="ER-2025-1",
    convention_le=date(2023, 1, 1),
    beneficiaire='Association « L’Été », dite "L\'É"',
    siret="98123400800010",
    objet="Espace de rencontre – Les Passerelles",
    montant=Decimal("23000.01"),
    annee=2025,
    exercice="2025",
    debut=date(2025, 1, 1),
    fin=date(2025, 12, 31),
)


def ligne(octroi: Octroi, attribuant: Attribuant = CAF) -> dict[str, str]:
    return dict(zip(COLONNES, rangee(attribuant, octroi), strict=True))


def test_les_colonnes_sont_celles_du_schema_puis_l_exercice() -> None:
    assert SCHEMA["version"] == "2.1.1"
    assert [*(champ["name"] for champ in CHAMPS), "exercice"] == list(COLONNES)


@pytest.mark.parametrize(
    "octroi",
    [
        OCTROI,
        replace(OCTROI, objet="x" * 300),
        replace(OCTROI, conditions=UNIQUE),
        replace(OCTROI, exercice="2025-2026", montant=Decimal("1000000")),
    ],
)
def test_une_ligne_suit_le_schema(octroi: Octroi) -> None:
    assert fautes([ligne(octroi)]) == []


@pytest.mark.parametrize(
    ("octroi", "attribuant", "faute"),
    [
        (replace(OCTROI, siret="98123400800011"), CAF, "SIRET"),
        (replace(OCTROI, siret=""), CAF, "ni SIRET ni RNA"),
        (OCTROI, Attribuant("", CAF.siret), "nomAttribuant : obligatoire"),
        (OCTROI, Attribuant("Caf", "123"), "idAttribuant : motif"),
        (replace(OCTROI, objet=""), CAF, "objet : obligatoire"),
    ],
)
def test_le_lecteur_du_schema_voit_les_fautes(
    octroi: Octroi, attribuant: Attribuant, faute: str
) -> None:
    assert any(faute in une for une in fautes([ligne(octroi, attribuant)]))


def test_le_lecteur_du_schema_accepte_l_exemple_publie() -> None:
    rangees = list(csv.DictReader(io.StringIO(EXEMPLES.read_text(encoding="utf-8"))))
    assert len(rangees) > 5
    assert [f for f in fautes(rangees) if "SIRET :" not in f] == []


def test_le_seuil_se_juge_sur_l_annee_d_un_partenaire() -> None:
    moitie = replace(OCTROI, montant=Decimal("11500.00"))
    autre = replace(moitie, reference="CLAS-2025-2")
    assert a_publier([moitie, autre]) == []
    un_centime = replace(autre, montant=Decimal("11500.01"))
    assert a_publier([un_centime, moitie]) == [un_centime, moitie]
    assert a_publier([replace(un_centime, annee=2024), moitie]) == []
    assert a_publier([replace(un_centime, siret="98123500500015"), moitie]) == []


def test_ce_qui_ne_donne_rien_n_est_pas_une_ligne() -> None:
    rien = replace(OCTROI, reference="CLAS-2025-2", montant=Decimal("0.00"))
    assert a_publier([OCTROI, rien]) == [OCTROI]


@given(
    st.lists(
        st.builds(
            lambda siret, annee, centimes: (siret, annee, Decimal(centimes) / 100),
            st.sampled_from(["98123400800010", "98123500500015"]),
            st.integers(2024, 2026),
            st.integers(0, 3_000_000),
        ),
        max_size=12,
    )
)
def test_tout_ce_qui_depasse_et_rien_d_autre(lignes: list[tuple[str, int, Decimal]]) -> None:
    octrois = [
        replace(OCTROI, reference=f"ER-{rang}", siret=siret, annee=annee, montant=montant)
        for rang, (siret, annee, montant) in enumerate(lignes)
    ]
    publies = a_publier(octrois)
    for octroi in octrois:
        annuel = sum(
            o.montant for o in octrois if (o.siret, o.annee) == (octroi.siret, octroi.annee)
        )
        assert (octroi in publies) == (annuel > SEUIL and octroi.montant > 0)
    assert len({rangee(CAF, o) for o in publies}) == len(publies)
