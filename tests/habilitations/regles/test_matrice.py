"""Every right × base × delegation × key × account, person by person and équipement by équipement.

Generated whole, judged by the rules, and compared with an oracle that knows the domain alone.
"""

import ast
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path

from habilitations.regles.contenus import ContenuDelegation, ContenuDroit
from habilitations.regles.couverture import Tenu
from habilitations.regles.verdicts import Base, Cle, Delegation, Droit, Signature, verdict
from tests.habilitations.regles import oracle
from tests.habilitations.regles.actes import (
    ADHESION,
    AUTRE,
    BASE,
    CLE,
    DELEGATION,
    DROIT,
    JOUR,
    LE,
    base,
)
from tests.habilitations.regles.actes import signature as signer
from tests.habilitations.regles.oracle import Cas, donne

HIER, DEMAIN = JOUR - timedelta(days=1), JOUR + timedelta(days=1)
APRES, AVANT = LE + timedelta(seconds=1), LE - timedelta(seconds=1)

DROITS: dict[str, dict[str, object]] = {
    "en_cours": {},
    "premier_jour": {"du": JOUR},
    "dernier_jour": {"au": JOUR},
    "a_venir": {"du": DEMAIN},
    "fini": {"au": HIER},
    "suspendu": {"suspendu_le": LE, "suspendu_motif": "Par précaution"},
    "retire": {"retire_le": LE, "retire_motif": "Parti"},
}
BASES: dict[str, Base | None] = {
    "complete": BASE,
    "complete_ce_jour": base(complete_le=JOUR),
    "dernier_jour": base(fin_le=JOUR),
    "non_deleguee": base(mode="non_delegue"),
    "incomplete": base(complete_le=None),
    "complete_demain": base(complete_le=DEMAIN),
    "suspendue": base(suspendue_le=HIER),
    "finie": base(fin_le=HIER),
    "d_une_autre_caf": base(caf=59),
    "d_un_autre_partenaire": base(gestionnaire=46),
    "une_autre": base(adhesion=10),
    "rouverte_a_la_main": Base(ADHESION, signer(replace(ADHESION, fin_le=HIER))),
    "jamais_signee": Base(ADHESION, Signature(0, "", None)),
    "d_une_cle_revoquee": base(replace(CLE, revoquee_le=LE)),
    "absente": None,
}
DELEGATIONS: dict[str, dict[str, object] | None] = {
    "aucune": None,
    "bonne": {},
    "tous_equipements": {"tous": True, "equipements": frozenset()},
    "dernier_jour": {"au": JOUR},
    "a_venir": {"du": DEMAIN},
    "finie": {"au": HIER},
    "retiree": {"retire_le": LE, "retire_motif": "Contrat modifié"},
    "sans_ce_role": {"roles": frozenset({"fournisseur_activite"})},
    "sans_un_equipement": {"equipements": frozenset({7})},
    "d_un_contrat_sans_delegation": {"niveau": "non_delegue"},
    "d_un_autre_partenaire": {"gestionnaire": 46},
    "alteree": {},
    "d_une_autre_cle": {},
}
SIGNATURES: dict[str, Callable[[ContenuDroit], Signature]] = {
    "bonne": signer,
    "cle_remplacee_apres": lambda c: signer(c, replace(CLE, au=APRES)),
    "cle_revoquee_apres": lambda c: signer(c, replace(CLE, revoquee_le=APRES)),
    "absente": lambda c: Signature(1, "", CLE),
    "sans_cle": lambda c: signer(c, None),
    "d_un_autre_contenu": lambda c: signer(replace(c, role="fournisseur_activite")),
    "d_une_autre_cle": lambda c: signer(c, CLE, AUTRE),
    "d_une_cle_inconnue": lambda c: signer(c, replace(CLE, publique=None)),
    "d_une_autre_caf": lambda c: signer(c, replace(CLE, caf=59)),
    "cle_remplacee_avant": lambda c: signer(c, replace(CLE, au=AVANT)),
    "cle_revoquee_avant": lambda c: signer(c, replace(CLE, revoquee_le=AVANT)),
    "d_un_autre_format": lambda c: replace(signer(c), forme=2),
}
COMPTES = ("ouvert", "ferme")
TITULAIRE, COLLEGUE = DROIT.personne, 513
COUVERTS, AUTRES = (7, 12), (13, 99)


@cache
def delegation_de(nom: str) -> Delegation | None:
    """One object for each kind: its signature is verified once, as when a list is read."""
    champs = DELEGATIONS[nom]
    if champs is None:
        return None
    contenu: ContenuDelegation = replace(DELEGATION, **champs)
    if nom == "alteree":
        return Delegation(replace(contenu, au=None), signer(contenu))
    cle = Cle("ab12", 73, AUTRE.public_key()) if nom == "d_une_autre_cle" else CLE
    return Delegation(contenu, signer(contenu, cle))


@cache
def contenu_de(droit: str, delegue: bool) -> ContenuDroit:
    reference = DELEGATION.reference if delegue else None
    return replace(DROIT, delegation=reference, **DROITS[droit])


@cache
def signature_de(nom: str, droit: str, delegue: bool) -> Signature:
    return SIGNATURES[nom](contenu_de(droit, delegue))


def construire(cas: Cas) -> Droit:
    delegue = cas.delegation != "aucune"
    return Droit(
        contenu_de(cas.droit, delegue),
        signature_de(cas.signature, cas.droit, delegue),
        BASES[cas.base],
        delegation_de(cas.delegation),
        cas.compte == "ouvert",
    )


def roles(droit: Droit, personne: int, equipement: int) -> set[str]:
    """What a person may do on an équipement by this right, as the portal derives it."""
    if verdict(droit, JOUR) is not None or droit.contenu.personne != personne:
        return set()
    tenu = Tenu(droit.contenu.role, droit.contenu.tous, droit.contenu.equipements)
    return {tenu.role} if tenu.porte_sur(equipement) else set()


def test_la_matrice_entiere_dit_comme_l_oracle() -> None:
    dimensions = (SIGNATURES, DROITS, BASES, DELEGATIONS, COMPTES)
    vus: Counter[bool] = Counter()
    for mots in product(*dimensions):
        cas = Cas(*mots)
        droit, attendu = construire(cas), donne(cas)
        assert (verdict(droit, JOUR) is None) == attendu, cas
        vus[attendu] += 1
        if not attendu:
            continue  # it gives nothing, whoever asks and wherever
        for personne, equipement in product((TITULAIRE, COLLEGUE), (*COUVERTS, *AUTRES)):
            sien = personne == TITULAIRE and equipement in COUVERTS
            lus = roles(droit, personne, equipement)
            assert lus == ({"approbateur"} if sien else set()), (cas, personne, equipement)
    assert sum(vus.values()) == 12 * 7 * 15 * 13 * 2
    assert vus[True] == 3 * 3 * (4 + 3 * 3)  # without a delegation on four bases, with it on three


def test_l_oracle_ne_partage_rien_avec_les_regles() -> None:
    """Else both would be wrong together."""
    arbre = ast.parse(Path(oracle.__file__).read_text(encoding="utf-8"))
    importes = {n.module for n in ast.walk(arbre) if isinstance(n, ast.ImportFrom)}
    assert importes == {"dataclasses"}
