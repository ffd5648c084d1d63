"""What misses in a fiche, and what no longer changes: no database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habilitations.adhesions.regles.avancement import EtatPiece
from habilitations.adhesions.regles.fiche import (
    ACTIVITE,
    APPROBATEUR,
    FINANCES,
    GESTIONNAIRE,
    ROLES_DECLARATION,
    TOUS,
    Depot,
    Fiche,
    Manque,
    Quoi,
    Section,
    figee_par,
    manques,
    saisies_apres,
    seuls,
)

LE = datetime(2026, 2, 3, 10, tzinfo=UTC)
HEURE = timedelta(hours=1)
E1 = {"cle": "e1", "nom": "Les Alizés", "dispositif": "er"}
E2 = {"cle": "e2", "nom": "Le Lac", "dispositif": "clas"}


def fiche(*personnes: dict[str, Any], equipements: tuple[dict[str, Any], ...] = (E1, E2)) -> Fiche:
    return Fiche({"equipements": list(equipements), "personnes": list(personnes)})


def personne(cle: str, **roles: list[str]) -> dict[str, Any]:
    return {"cle": cle, "prenom": "Aline", "nom": cle, "courriel": f"{cle}@x.test", "roles": roles}


def test_les_trois_roles_de_chaque_equipement() -> None:
    lue = fiche(
        personne("p1", **{ACTIVITE: [TOUS], FINANCES: ["e1"]}), personne("p2", approbateur=["e2"])
    )
    assert manques(lue, [Section.PERSONNES], "non_delegue") == [
        Manque(Section.PERSONNES, Quoi.ROLE, APPROBATEUR, "Les Alizés"),
        Manque(Section.PERSONNES, Quoi.ROLE, FINANCES, "Le Lac"),
    ]


def test_en_mode_delegue_quelqu_un_gere_les_droits() -> None:
    tout = {role: [TOUS] for role in ROLES_DECLARATION}
    sans, avec = (
        fiche(personne("p1", **tout)),
        personne("p1", **tout, gestionnaire_habilitations=[]),
    )
    assert [m.quoi for m in manques(sans, [Section.PERSONNES], "delegue")] == [Quoi.GESTIONNAIRE]
    assert manques(sans, [Section.PERSONNES], "non_delegue") == []
    assert GESTIONNAIRE in avec["roles"]
    assert manques(fiche(avec), [Section.PERSONNES], "delegue") == []


def test_rien_de_saisi() -> None:
    vide = Fiche({})
    tout = [(m.section, m.quoi) for m in manques(vide, list(Section), "non_delegue")]
    assert (Section.EQUIPEMENTS, Quoi.RIEN) in tout
    assert (Section.PARTENAIRE, Quoi.CHAMP) in tout
    assert all(section != Section.MANDATAIRE for section, _ in tout)


def test_un_mandataire_dit_son_mandat() -> None:
    lue = Fiche({"mandataire": {"nom": "Max Mandat", "qualite": "directeur", "mandat_du": ""}})
    assert [m.champ for m in manques(lue, [Section.MANDATAIRE], "")] == ["mandat_du"]


def test_qui_ferait_tout_est_dit() -> None:
    tout = personne("p1", **{role: ["e1"] for role in ROLES_DECLARATION})
    assert seuls(fiche(tout)) == [tout]
    assert seuls(fiche(tout, personne("p2", approbateur=["e1"]))) == []


@pytest.mark.parametrize(
    ("etat", "saisie", "figee"),
    [
        (EtatPiece.A_VERIFIER, LE - HEURE, True),
        (EtatPiece.ACCEPTEE, LE, True),
        (EtatPiece.REFUSEE, LE - HEURE, False),
        (EtatPiece.ACCEPTEE, LE + HEURE, False),
        (EtatPiece.ACCEPTEE, None, False),
    ],
)
def test_ce_qui_est_signe_ne_change_plus(
    etat: EtatPiece, saisie: datetime | None, figee: bool
) -> None:
    depot = Depot("pj3", frozenset({Section.PERSONNES}), etat, LE)
    saisies = {Section.PERSONNES: saisie} if saisie else {}
    assert (figee_par(Section.PERSONNES, [depot], saisies) == "pj3") is figee
    assert figee_par(Section.CONTACTS, [depot], {Section.CONTACTS: LE - HEURE}) is None
    tardive = saisie is not None and saisie > LE
    assert (saisies_apres(depot, saisies) == [Section.PERSONNES]) is tardive


@given(st.tuples(*[st.sets(st.sampled_from(["e1", "e2", TOUS]))] * len(ROLES_DECLARATION)))
def test_ce_qui_manque_est_ce_que_personne_ne_tient(dits: tuple[set[str], ...]) -> None:
    roles = {role: sorted(d) for role, d in zip(ROLES_DECLARATION, dits, strict=True)}
    lue = fiche(personne("p1", **roles))
    dits = {(m.champ, m.equipement) for m in manques(lue, [Section.PERSONNES], "")}
    for equipement in (E1, E2):
        for role in ROLES_DECLARATION:
            tenu = bool({equipement["cle"], TOUS} & set(roles.get(role, [])))
            assert ((role, equipement["nom"]) in dits) is not tenu
