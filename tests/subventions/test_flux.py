"""The requests of a file read one by one: what a whole reading gives, faults included."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subventions import flux
from subventions.flux import Demandes
from subventions.imports import DECODEUR, DemandeIllisible, ecrire_json, ecrire_liste

# Text written in every way that JSON has: escapes, halves of characters, several octets, spaces.
textes = st.text(st.sampled_from('ab"\\\n\té€😀\ud83d'), max_size=12)
nombres = st.sampled_from([0, -12, 1234567890, 0.5, 12.25, 1e300, float("inf"), float("nan")])
valeurs = st.recursive(
    st.none() | st.booleans() | nombres | textes,
    lambda enfants: st.lists(enfants, max_size=4) | st.dictionaries(textes, enfants, max_size=4),
    max_leaves=12,
)


@st.composite
def fichiers(draw):
    """A list or an object as text, laid out in one way or another, sometimes damaged."""
    lu = draw(st.lists(valeurs, max_size=6) | st.dictionaries(textes, valeurs, max_size=4))
    texte = json.dumps(
        lu, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 0, 3]))
    )
    texte = (
        draw(st.sampled_from(["", " \n\n "])) + texte + draw(st.sampled_from(["", "\n\t", " ,"]))
    )
    if draw(st.booleans()):
        rang = draw(st.integers(0, len(texte)))
        suite = texte[rang + draw(st.integers(0, 2)) :]
        texte = texte[:rang] + draw(st.sampled_from(["", ",", "]", "}", '"', "1", "\n", "\\", "x"]))
        texte += suite if draw(st.booleans()) else ""
    return texte.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def lire(octets):
    """All the requests of a file, or the message of its fault."""
    try:
        return list(Demandes(io.BytesIO(octets)))
    except DemandeIllisible as refus:
        return str(refus)


def lire_d_un_coup(texte):
    """The same, by the whole reading of the standard library."""
    try:
        lu = DECODEUR.decode(texte)
    except json.JSONDecodeError as refus:
        return f"Le fichier n’est pas du JSON valide : ligne {refus.lineno}, colonne {refus.colno}."
    if isinstance(lu, list):
        return lu
    return [lu] if isinstance(lu, dict) else lire(b"12")


@settings(max_examples=400, deadline=None)
@given(fichiers(), st.integers(1, 40))
def test_lire_un_a_un_est_lire_d_un_coup(texte, morceau):
    """Whatever the pieces a file is cut into: the same values, or the same line and column."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flux, "MORCEAU", morceau)
        lues = lire(texte.encode())
    assert repr(lues) == repr(lire_d_un_coup(texte))


@settings(max_examples=200, deadline=None)
@given(st.lists(valeurs, max_size=6))
def test_ecrire_un_a_un_est_ecrire_d_un_coup(lues):
    """The layout of the standard library, but for half a character, which cannot be written."""
    ecrit = "".join(ecrire_liste(lues))
    d_un_coup = json.dumps(lues, ensure_ascii=False, indent=2)
    if "\ud83d" in d_un_coup:
        assert repr(json.loads(ecrit)) == repr(json.loads(d_un_coup))
        ecrit.encode("utf-8")
    else:
        assert ecrit == ecrire_json(lues) == d_un_coup


def test_une_faute_lointaine_est_dite_a_sa_place():
    """Dropping what was read loses neither the lines nor the characters of the line begun."""
    lignes = ",\n".join(['{"a": "%s"}' % ("é" * 300)] * 2_000)
    assert lire(f"[{lignes},\n {{]".encode()) == (
        "Le fichier n’est pas du JSON valide : ligne 2001, colonne 3."
    )
    d_un_trait = lignes.replace("\n", "")
    assert lire(f"[{d_un_trait},{{]".encode()) == (
        f"Le fichier n’est pas du JSON valide : ligne 1, colonne {len(d_un_trait) + 4}."
    )


def test_une_faute_arrete_la_lecture():
    """Nothing is read beyond the piece in which the fault is: no need of all to refuse."""
    fichier = io.BytesIO(b"[1, 2 3" + b" " * 10 * flux.MORCEAU)
    with pytest.raises(DemandeIllisible, match="colonne 7"):
        list(Demandes(fichier))
    assert fichier.tell() <= flux.MORCEAU


def test_une_demande_plus_longue_que_les_morceaux():
    """A value of many pieces is begun again a few times, not once per piece."""
    essais = 0
    decoder = DECODEUR.raw_decode

    def compter(texte, rang):
        nonlocal essais
        essais += 1
        return decoder(texte, rang)

    longue = [{"texte": "x" * 50 * flux.MORCEAU}]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DECODEUR, "raw_decode", compter)
        assert lire(json.dumps(longue).encode()) == longue
    assert essais < 12


@pytest.mark.parametrize("niveaux", [49, 50, 51, 52])
def test_la_profondeur_permise_est_la_meme_dans_une_liste(niveaux):
    """Fifty levels in all, the list of the file included."""
    attendu = "imbriqu" if niveaux > 50 else ""
    assert attendu in str(lire(b"[" * niveaux + b"]" * niveaux))
    objet = b'{"a":' * niveaux + b"1" + b"}" * niveaux
    assert attendu in str(lire(objet))
