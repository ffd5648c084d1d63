"""C19 – a figure that is possible, and so unusual that it is explained."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import A_JUSTIFIER, Constat, Contexte, Controle
from declarations.regles.controles.textes import typographie
from declarations.regles.total import ecrire
from portal.saisie.regles.valeurs import lire

CODE = "C19"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """One constat per figure above what its grid finds likely; the impossible belongs to C02."""
    for chemin, emplacement in contexte.emplacements.items():
        champ = emplacement.champ
        if champ.vraisemblable is None or not champ.est_saisi:
            continue
        valeur = contexte.donnees.get(chemin)
        # Most figures are far below: their length tells it, and costs nothing.
        if not isinstance(valeur, str) or len(valeur) < len(champ.repere):
            continue
        lu = lire(valeur)
        if lu is None or lu <= champ.vraisemblable:
            continue
        if champ.maximum is not None and lu > champ.maximum:
            continue
        ecrit, repere = (ecrire(n, champ.unite) for n in (lu, champ.vraisemblable))
        yield Constat(
            code=CODE,
            niveau=A_JUSTIFIER,
            cle=f"{CODE}:{chemin}",
            message=typographie(
                f"{emplacement.libelle_complet} : {ecrit}. Plus de {repere}, c’est rare : "
                "corrigez, ou dites pourquoi."
            ),
            chemins=(chemin,),
            volet=champ.volet,
            valeur=ecrit,
            valeur_libelle=champ.libelle,
            reference=repere,
            reference_libelle="Le plus souvent, au plus",
            ecart=ecrire(lu - champ.vraisemblable, champ.unite),
        )


CONTROLE = Controle(
    code=CODE,
    titre="Valeur peu vraisemblable",
    regle=(
        "Un nombre possible, mais plus grand que ce que la grille tient pour vraisemblable, est "
        "corrigé ou justifié. Cette limite est propre à chaque donnée ; elle est admise."
    ),
    niveau=A_JUSTIFIER,
    source="Ordres de grandeur retenus par le portail, à confirmer",
    marque="H",
    fonction=verifier,
)
