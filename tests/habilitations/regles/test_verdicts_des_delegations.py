"""Why a right under a delegation gives nothing: it falls with it."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from habilitations.regles.contenus import ContenuDelegation
from habilitations.regles.verdicts import Delegation, Motif, Signature, verdict
from tests.habilitations.regles.actes import (
    AUTRE,
    AUTRES,
    CLE,
    DELEGATION,
    JOUR,
    LE,
    base,
    droit,
    signature,
    sous_delegation,
)


@pytest.mark.parametrize("nom", [c.name for c in fields(ContenuDelegation)])
def test_une_delegation_changee_fait_tomber_ses_droits(nom: str) -> None:
    bon = sous_delegation()
    change = Delegation(replace(DELEGATION, **{nom: AUTRES[nom]}), signature(DELEGATION))
    motif = verdict(replace(bon, delegation=change), JOUR)
    liens = {"reference", "gestionnaire", "caf", "base"}
    etrangere = Motif.DELEGATION_ETRANGERE
    assert motif == (etrangere if nom in liens else Motif.DELEGATION_NON_VERIFIEE)


@pytest.mark.parametrize(
    ("sous", "du_droit", "attendu"),
    [
        ({"retire_le": LE, "retire_motif": "Contrat modifié"}, {}, Motif.DELEGATION_RETIREE),
        ({"du": JOUR + timedelta(1)}, {}, Motif.DELEGATION_HORS_DATES),
        ({"au": JOUR}, {}, None),
        ({"au": JOUR - timedelta(1)}, {}, Motif.DELEGATION_HORS_DATES),
        ({"niveau": "non_delegue"}, {}, Motif.NON_DELEGUE),
        ({}, {"role": "gestionnaire_habilitations"}, Motif.DELEGATION_ROLE),
        ({}, {"equipements": frozenset({7, 99})}, Motif.DELEGATION_EQUIPEMENT),
        ({}, {"tous": True, "equipements": frozenset()}, Motif.DELEGATION_EQUIPEMENT),
        ({"tous": True, "equipements": frozenset()}, {"equipements": frozenset({99})}, None),
        ({"tous": True, "equipements": frozenset()}, {"tous": True}, None),
        ({"caf": 59, "cle": "x"}, {}, Motif.DELEGATION_ETRANGERE),
        ({"gestionnaire": 46}, {}, Motif.DELEGATION_ETRANGERE),
        ({"base": 10}, {}, Motif.DELEGATION_ETRANGERE),
        ({"reference": "autre"}, {}, Motif.DELEGATION_ETRANGERE),
    ],
)
def test_un_droit_tombe_avec_sa_delegation(
    sous: dict[str, Any], du_droit: dict[str, Any], attendu: Motif | None
) -> None:
    assert verdict(sous_delegation(replace(DELEGATION, **sous), **du_droit), JOUR) == attendu


def test_le_contrat_qui_ne_delegue_plus_fait_tomber_les_droits_delegues() -> None:
    sans = replace(sous_delegation(), base=base(mode="non_delegue"))
    assert verdict(sans, JOUR) == Motif.NON_DELEGUE


@pytest.mark.parametrize(
    ("signe", "attendu"),
    [
        (Signature(1, "", CLE), Motif.DELEGATION_NON_VERIFIEE),
        (signature(DELEGATION, par=AUTRE), Motif.DELEGATION_NON_VERIFIEE),
        (signature(DELEGATION, replace(CLE, revoquee_le=LE)), Motif.CLE_REVOQUEE),
    ],
)
def test_delegation_mal_signee(signe: Signature, attendu: Motif) -> None:
    bon = sous_delegation()
    assert verdict(replace(bon, delegation=Delegation(DELEGATION, signe)), JOUR) == attendu


def test_une_delegation_annoncee_et_absente_ou_l_inverse() -> None:
    bon = sous_delegation()
    assert verdict(replace(bon, delegation=None), JOUR) == Motif.DELEGATION_ETRANGERE
    autre = droit(delegation=bon.delegation)
    assert verdict(autre, JOUR) == Motif.DELEGATION_ETRANGERE
