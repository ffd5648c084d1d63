"""Why a right gives nothing: each reason, and which one is told first."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habilitations.regles.contenus import ContenuAdhesion, ContenuDroit
from habilitations.regles.verdicts import (
    ALERTES,
    Base,
    Droit,
    Motif,
    Signature,
    alteration,
    alteration_propre,
    verdict,
)
from tests.habilitations.regles.actes import (
    ADHESION,
    AUTRE,
    AUTRES,
    CLE,
    DELEGATION,
    DROIT,
    JOUR,
    LE,
    UNE_SECONDE,
    base,
    droit,
    signature,
    sous_delegation,
)


def test_un_droit_signe_donne_acces() -> None:
    assert verdict(droit(), JOUR) is None
    assert verdict(sous_delegation(), JOUR) is None


@pytest.mark.parametrize("nom", [c.name for c in fields(ContenuDroit)])
def test_un_champ_change_apres_la_signature_ne_donne_rien(nom: str) -> None:
    change = replace(DROIT, **{nom: AUTRES[nom]})
    attendu = Motif.CLE_AUTRE_CAF if nom == "caf" else Motif.SIGNATURE_FAUSSE
    assert verdict(droit(change, signature=signature(DROIT)), JOUR) == attendu


@pytest.mark.parametrize("nom", [c.name for c in fields(ContenuAdhesion)])
def test_une_adhesion_changee_fait_tomber_ce_qui_repose_sur_elle(nom: str) -> None:
    change = Base(replace(ADHESION, **{nom: AUTRES[nom]}), signature(ADHESION))
    motif = verdict(droit(base=change), JOUR)
    etrangere = nom in {"adhesion", "gestionnaire", "caf"}
    assert motif == (Motif.BASE_ETRANGERE if etrangere else Motif.BASE_NON_VERIFIEE)
    assert motif in ALERTES
    # What the Caf signed of the right itself is as it was: it may still suspend it.
    propre = alteration_propre(droit(base=change))
    assert propre == (Motif.BASE_ETRANGERE if etrangere else None)


@pytest.mark.parametrize(
    ("signe", "attendu"),
    [
        (Signature(0, "", None), Motif.BASE_NON_VERIFIEE),
        (signature(ADHESION, par=AUTRE), Motif.BASE_NON_VERIFIEE),
        (signature(ADHESION, replace(CLE, publique=None)), Motif.BASE_NON_VERIFIEE),
        (signature(ADHESION, replace(CLE, au=LE)), Motif.BASE_NON_VERIFIEE),
        (signature(ADHESION, replace(CLE, revoquee_le=LE)), Motif.CLE_REVOQUEE),
        (signature(ADHESION, replace(CLE, au=LE + UNE_SECONDE)), None),
    ],
)
def test_adhesion_mal_signee(signe: Signature, attendu: Motif | None) -> None:
    assert verdict(droit(base=Base(ADHESION, signe)), JOUR) == attendu


@given(st.binary(min_size=64, max_size=64))
def test_aucune_signature_ne_se_devine(octets: bytes) -> None:
    invente = Signature(1, octets.hex(), CLE)
    assert verdict(droit(signature=invente), JOUR) == Motif.SIGNATURE_FAUSSE


@given(st.integers(0, 511))
def test_un_bit_de_la_signature_compte(rang: int) -> None:
    octets = bytearray.fromhex(signature(DROIT).texte)
    octets[rang // 8] ^= 1 << rang % 8
    change = Signature(1, octets.hex(), CLE)
    assert verdict(droit(signature=change), JOUR) == Motif.SIGNATURE_FAUSSE


@pytest.mark.parametrize(
    ("signe", "attendu"),
    [
        (Signature(1, "", CLE), Motif.NON_SIGNE),
        (signature(DROIT, None), Motif.NON_SIGNE),
        (Signature(1, "ceci n’est pas de l’hexadécimal", CLE), Motif.SIGNATURE_FAUSSE),
        (Signature(2, signature(DROIT).texte, CLE), Motif.SIGNATURE_FAUSSE),
        (signature(DROIT, par=AUTRE), Motif.SIGNATURE_FAUSSE),
        (signature(DROIT, replace(CLE, publique=None)), Motif.CLE_INCONNUE),
        (signature(DROIT, replace(CLE, caf=59)), Motif.CLE_AUTRE_CAF),
        (signature(DROIT, replace(CLE, revoquee_le=LE)), Motif.CLE_REVOQUEE),
        (signature(DROIT, replace(CLE, revoquee_le=LE + UNE_SECONDE)), None),
        (signature(DROIT, replace(CLE, au=LE)), Motif.CLE_REMPLACEE),
        (signature(DROIT, replace(CLE, au=LE + UNE_SECONDE)), None),
        (signature(DROIT, replace(CLE, au=LE, revoquee_le=LE)), Motif.CLE_REVOQUEE),
    ],
)
def test_signature_et_cle(signe: Signature, attendu: Motif | None) -> None:
    assert verdict(droit(signature=signe), JOUR) == attendu


def test_la_signature_d_une_delegation_n_est_pas_celle_d_un_droit() -> None:
    autre = signature(DELEGATION)
    assert verdict(droit(signature=autre), JOUR) == Motif.SIGNATURE_FAUSSE


@pytest.mark.parametrize(
    ("contenu", "attendu"),
    [
        ({"suspendu_le": LE, "suspendu_motif": "Par précaution"}, Motif.SUSPENDU),
        ({"retire_le": LE, "retire_motif": "Départ", "suspendu_le": LE}, Motif.RETIRE),
        ({"du": JOUR + timedelta(1)}, Motif.PAS_COMMENCE),
        ({"du": JOUR, "au": JOUR}, None),
        ({"au": JOUR - timedelta(1)}, Motif.FINI),
        ({"gestionnaire": 46}, Motif.BASE_ETRANGERE),
        ({"base": 10}, Motif.BASE_ETRANGERE),
        ({"base": None}, Motif.BASE_ETRANGERE),
    ],
)
def test_etat_du_droit(contenu: dict[str, Any], attendu: Motif | None) -> None:
    assert verdict(droit(replace(DROIT, **contenu)), JOUR) == attendu


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"complete_le": None}, Motif.BASE_INCOMPLETE),
        ({"complete_le": JOUR + timedelta(1)}, Motif.BASE_INCOMPLETE),
        ({"complete_le": JOUR}, None),
        ({"suspendue_le": JOUR + timedelta(9)}, Motif.BASE_SUSPENDUE),
        ({"fin_le": JOUR}, None),
        ({"fin_le": JOUR - timedelta(1)}, Motif.BASE_FINIE),
        ({"caf": 59}, Motif.BASE_ETRANGERE),
        ({"gestionnaire": 46}, Motif.BASE_ETRANGERE),
        ({"mode": "non_delegue"}, None),
    ],
)
def test_etat_de_la_base(champs: dict[str, Any], attendu: Motif | None) -> None:
    assert verdict(droit(base=base(**champs)), JOUR) == attendu


def test_sans_base_ou_compte_ferme() -> None:
    assert verdict(droit(base=None), JOUR) == Motif.BASE_ETRANGERE
    assert verdict(droit(compte_ouvert=False), JOUR) == Motif.COMPTE_FERME


def test_l_alteration_est_dite_avant_l_etat() -> None:
    """A right that is both over and forged is told as forged."""
    fini = replace(DROIT, au=JOUR - timedelta(1))
    forge = droit(fini, signature=signature(DROIT), compte_ouvert=False)
    assert verdict(forge, JOUR) == Motif.SIGNATURE_FAUSSE


def _etats() -> list[Droit]:
    return [
        droit(replace(DROIT, au=JOUR - timedelta(1))),
        droit(compte_ouvert=False),
        droit(base=base(suspendue_le=JOUR)),
        sous_delegation(replace(DELEGATION, retire_le=LE)),
    ]


@pytest.mark.parametrize("ouvert", _etats())
def test_un_etat_n_est_pas_une_alteration(ouvert: Droit) -> None:
    assert alteration(ouvert) is None
    assert verdict(ouvert, JOUR) is not None
