"""C07 – a réelle, or an actualisée, is far from what was forecast."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import A_JUSTIFIER, Constat, Contexte, Controle
from declarations.regles.controles.variations import verifier_variations
from declarations.regles.grille import ACTUALISEE, REELLE

CODE = "C07"
SEUIL = "C07.ecart"
COMPARES = (ACTUALISEE, REELLE)


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Activity totals, charges and estimate, against the last forecast of the same exercice."""
    if contexte.nature in COMPARES:
        yield from verifier_variations(
            contexte, contexte.meme_exercice, CODE, contexte.seuils[SEUIL]
        )


CONTROLE = Controle(
    code=CODE,
    titre="Écart entre le réel et la prévision",
    regle=(
        "Dans une réelle ou une actualisée, un total d’activité, le total des charges (sans les "
        "contributions volontaires) ou la subvention estimée s’écarte de plus du seuil de la "
        "dernière prévisionnelle ou actualisée du même exercice. Un écart égal au seuil est "
        "admis ; sans référence, ou si elle vaut zéro, la variation n’est pas calculée (n.c.)."
    ),
    niveau=A_JUSTIFIER,
    source="Seuil de variation publié par les Caf",
    marque="P",
    fonction=verifier,
    seuils=(SEUIL,),
)
