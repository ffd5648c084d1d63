"""The bytes that are signed: always the same, and never those of another content."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habilitations.regles.contenus import Contenu, ContenuDelegation, ContenuDroit
from tests.habilitations.regles.actes import DELEGATION, DROIT

NOMBRES = st.integers(0, 10**6)
MOMENTS = st.datetimes(timezones=st.just(UTC))
# Whatever could be taken for the format itself.
TEXTES = st.text(st.sampled_from("a=:-,\n1é"), max_size=12)
PAR_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "str": TEXTES,
    "str | None": st.none() | TEXTES,
    "int": NOMBRES,
    "int | None": st.none() | NOMBRES,
    "bool": st.booleans(),
    "date": st.dates(),
    "date | None": st.none() | st.dates(),
    "datetime | None": st.none() | MOMENTS,
    "frozenset[int]": st.frozensets(NOMBRES, max_size=4),
    "frozenset[str]": st.frozensets(st.sampled_from(["a", "b", "c"])),
}


def _valeurs(nature: type[Contenu]) -> dict[str, st.SearchStrategy[Any]]:
    noms = {c.name: c.type if isinstance(c.type, str) else str(c.type) for c in fields(nature)}
    return {nom: PAR_TYPE[_nom(type_)] for nom, type_ in noms.items()}


def _nom(type_: str) -> str:
    """« datetime.datetime | None » as it is written in the class: « datetime | None »."""
    return type_.removeprefix("<class '").removesuffix("'>").replace("datetime.date", "date")


def contenus(nature: type[Contenu]) -> st.SearchStrategy[Contenu]:
    return st.builds(nature, **_valeurs(nature))


@pytest.mark.parametrize("nature", [ContenuDroit, ContenuDelegation])
@given(data=st.data())
def test_deux_contenus_n_ont_les_memes_octets_que_s_ils_disent_de_meme(
    nature: type[Contenu], data: st.DataObject
) -> None:
    un, autre = data.draw(contenus(nature)), data.draw(contenus(nature))
    assert (un.octets() == autre.octets()) == (un == autre)


@pytest.mark.parametrize("nature", [ContenuDroit, ContenuDelegation])
@given(data=st.data())
def test_un_seul_champ_change_les_octets(nature: type[Contenu], data: st.DataObject) -> None:
    contenu = data.draw(contenus(nature))
    nom = data.draw(st.sampled_from([c.name for c in fields(nature)]))
    valeur = data.draw(_valeurs(nature)[nom])
    change = replace(contenu, **{nom: valeur})
    assert (change.octets() == contenu.octets()) == (valeur == getattr(contenu, nom))


def test_la_forme_est_celle_qui_est_documentee() -> None:
    assert DROIT.octets().decode() == (
        "portail-partenaires/droit/1\n"
        "reference=36:6f1c5a0e-0000-4000-8000-000000000001\n"
        "personne=3:512\n"
        "gestionnaire=2:45\n"
        "caf=2:73\n"
        "role=11:approbateur\n"
        "tous=3:non\n"
        "equipements=4:7,12\n"
        "du=10:2026-01-01\n"
        "au=-\n"
        "base=1:9\n"
        "delegation=-\n"
        "accorde_par=1:3\n"
        "signe_par=1:3\n"
        "signe_le=32:2026-01-05T09:00:00.000000+00:00\n"
        "cle=4:ab12\n"
        "suspendu_le=-\n"
        "suspendu_motif=0:\n"
        "retire_le=-\n"
        "retire_motif=0:\n"
    )
    assert DELEGATION.octets().startswith(b"portail-partenaires/delegation/1\n")
    assert b"\nroles=32:approbateur,fournisseur_activite\n" in DELEGATION.octets()


def test_un_moment_est_le_meme_dans_tous_les_fuseaux() -> None:
    paris = datetime(2026, 1, 5, 10, tzinfo=timezone(timedelta(hours=1)))
    assert replace(DROIT, signe_le=paris).octets() == DROIT.octets()


def test_rien_n_est_pas_vide() -> None:
    assert replace(DROIT, delegation="").octets() != DROIT.octets()
    assert replace(DROIT, au=date(2026, 1, 1)).octets() != DROIT.octets()
