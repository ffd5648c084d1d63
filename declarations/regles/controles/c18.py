"""C18 – a value carried over from another declaration, that nobody confirmed."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import BLOQUANT, Constat, Contexte, Controle
from declarations.regles.controles.textes import typographie

CODE = "C18"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """One constat per value; one whose row was withdrawn since is asked about no more."""
    if not contexte.a_confirmer:
        return
    for chemin, emplacement in contexte.emplacements.items():
        source = contexte.a_confirmer.get(chemin)
        if source is not None:
            yield Constat(
                code=CODE,
                niveau=BLOQUANT,
                cle=f"{CODE}:{chemin}",
                message=typographie(
                    f"« {emplacement.libelle_complet} » est repris de la déclaration "
                    f"« {source} » : confirmez cette donnée ou modifiez-la."
                ),
                chemins=(chemin,),
                volet=emplacement.champ.volet,
            )


CONTROLE = Controle(
    code=CODE,
    titre="Donnée reprise non confirmée",
    regle=(
        "Une donnée reprise d’une autre déclaration est confirmée ou modifiée avant la signature "
        "du volet."
    ),
    niveau=BLOQUANT,
    source="Reprise de la structure de l’exercice précédent, à confirmer",
    marque="H",
    fonction=verifier,
    dispositifs=frozenset({"cct", "clas"}),
)
