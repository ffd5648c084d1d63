"""C06 – a figure moved much against the exercice before."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import A_JUSTIFIER, Constat, Contexte, Controle
from declarations.regles.controles.variations import verifier_variations
from declarations.regles.grille import ACTUALISEE

CODE = "C06"
SEUIL = "C06.ecart"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Activity totals, charges and estimate, against what stands for the exercice before.

    Not those of an actualisée that has a forecast of its own exercice: C07 compares them with it,
    which was itself compared with the exercice before.
    """
    if contexte.nature == ACTUALISEE and contexte.meme_exercice is not None:
        return
    yield from verifier_variations(
        contexte, contexte.exercice_precedent, CODE, contexte.seuils[SEUIL]
    )


CONTROLE = Controle(
    code=CODE,
    titre="Variation par rapport à l’exercice précédent",
    regle=(
        "Un total d’activité, le total des charges (sans les contributions volontaires) ou la "
        "subvention estimée varie de plus du seuil par rapport à l’exercice précédent : à sa "
        "réelle si elle est transmise, sinon à sa dernière actualisée, sinon à sa "
        "prévisionnelle. Un écart égal au seuil est admis ; sans référence, ou si elle vaut "
        "zéro, la variation n’est pas calculée (n.c.). Une actualisée se compare d’abord à la "
        "prévision de son propre exercice (C07)."
    ),
    niveau=A_JUSTIFIER,
    source="Seuil de variation publié par les Caf",
    marque="P",
    fonction=verifier,
    seuils=(SEUIL,),
)
