"""The file of transfers, checked against the schema that banks use.

``tests/cas/sepa/pain.001.001.09.xsd`` is that of ISO 20022, as the package sepaxml 2.7.0 ships it.
"""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from stdnum import iso11649

from subventions.paiements.regles.sepa import (
    ESPACE,
    Adresse,
    Compte,
    Ordre,
    Virement,
    adresse_structuree,
    ecrire,
    propre,
    reference_rf,
)
from tests.subventions.paiements.fabriques import AUTRE_IBAN, IBAN, IBAN_CAF

SCHEMA = Path(__file__).parents[2] / "cas" / "sepa" / "pain.001.001.09.xsd"


def virement(rang: int = 1, **champs: object) -> Virement:
    communs = {
        "reference": f"LOT73-00001-{rang:04d}",
        "montant": Decimal("25200.00"),
        "beneficiaire": Compte("Association Les Passerelles", IBAN),
    }
    return Virement(**(communs | champs))


def ordre(*virements: Virement, bic: str = "") -> Ordre:
    return Ordre(
        "LOT73-00001",
        datetime(2026, 2, 3, 10, 0, 0, 123456),
        date(2026, 2, 4),
        Compte("Caf de la Savoie", IBAN_CAF, bic),
        virements,
    )


def valide(contenu: bytes) -> etree._Element:
    document = etree.fromstring(contenu)
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(document)
    return document


def textes(document: etree._Element, nom: str) -> list[str]:
    return [noeud.text for noeud in document.iter(f"{{{ESPACE}}}{nom}")]


@pytest.mark.parametrize("bic", ["", "COBADEFFXXX"])
def test_le_fichier_suit_le_schema(bic: str) -> None:
    autre = virement(
        2,
        montant=Decimal("0.01"),
        beneficiaire=Compte("L’Œuvre & l’Été – « Écully »", AUTRE_IBAN, "PSSTFRPPCNT"),
        adresse="12 rue de l’Église, 73000 Chambéry",
    )
    document = valide(ecrire(ordre(virement(), autre, bic=bic)))
    assert textes(document, "NbOfTxs") == ["2", "2"]
    assert textes(document, "CtrlSum") == ["25200.01", "25200.01"]
    assert textes(document, "InstdAmt") == ["25200.00", "0.01"]
    assert textes(document, "IBAN") == [IBAN_CAF, IBAN, AUTRE_IBAN]
    assert textes(document, "EndToEndId") == ["LOT73-00001-0001", "LOT73-00001-0002"]
    assert textes(document, "Nm")[-1] == "L'OEuvre + l'Ete - Ecully"
    assert textes(document, "TwnNm") == ["Chambery"]
    assert textes(document, "PstCd") == ["73000"]
    assert textes(document, "StrtNm") == ["rue de l'Eglise"]
    assert textes(document, "BldgNb") == ["12"]
    assert textes(document, "AdrLine") == []
    assert textes(document, "Ref") == ["RF76LOT73000010001", "RF49LOT73000010002"]
    assert textes(document, "Ustrd") == []
    assert textes(document, "CreDtTm") == ["2026-02-03T10:00:00"]


def test_mille_virements_suivent_le_schema() -> None:
    virements = [virement(rang, montant=Decimal(rang) / 100) for rang in range(1, 1001)]
    document = valide(ecrire(ordre(*virements)))
    assert textes(document, "CtrlSum")[0] == "5005.00"


@pytest.mark.parametrize("montant", ["0", "-1", "0.001"])
def test_un_montant_que_la_banque_refuse_ne_s_ecrit_pas(montant: str) -> None:
    with pytest.raises(ValueError, match="positif, au centime"):
        ecrire(ordre(virement(montant=Decimal(montant))))


def test_un_lot_vide_ne_s_ecrit_pas() -> None:
    with pytest.raises(ValueError, match="Aucun virement"):
        ecrire(ordre())


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("Été à Écully", "Ete a Ecully"),
        ("<script>&amp;", "script +amp"),
        ("//", "-"),
        ("", "-"),
        ("A" * 200, "A" * 70),
        ("日本", "-"),
    ],
)
def test_un_texte_se_plie_aux_lettres_des_banques(ecrit: str, lu: str) -> None:
    assert propre(ecrit, 70) == lu


@pytest.mark.parametrize(
    ("adresse", "lue"),
    [
        (
            "12 rue de l’Église, 73000 Chambéry",
            Adresse("73000", "Chambery", "rue de l'Eglise", "12"),
        ),
        (
            "3 bis, avenue du Lac\n73100 Aix-les-Bains",
            Adresse("73100", "Aix-les-Bains", "avenue du Lac", "3 bis"),
        ),
        ("Place du Palais\n73000 Chambéry", Adresse("73000", "Chambery")),
        ("73000 Saint-Jean-de-Maurienne", Adresse("73000", "Saint-Jean-de-Maurienne")),
        ("", None),
        ("Mairie de Chambéry", None),
        ("73000 Chambéry, France", None),
    ],
)
def test_une_adresse_est_structuree_ou_tue(adresse: str, lue: Adresse | None) -> None:
    assert adresse_structuree(adresse) == lue


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=21))
def test_une_reference_structuree_a_la_bonne_cle(reference: str) -> None:
    if reference.replace("-", ""):
        assert iso11649.is_valid(reference_rf(reference))


@pytest.mark.parametrize("reference", ["", "--", "A" * 22])
def test_une_reference_trop_longue_ou_vide_ne_s_ecrit_pas(reference: str) -> None:
    with pytest.raises(ValueError, match="de 1 à 21"):
        reference_rf(reference)
