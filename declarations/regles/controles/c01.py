"""C01 – a required value is missing."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import BLOQUANT, Constat, Contexte, Controle
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import ACTIVITE, FINANCES, EmplacementGrille

CODE = "C01"
NOMS_ARTICLES = {"charges": "une charge", "produits": "un produit"}


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """One constat per empty field, one for the accounts, one when there is no row at all.

    Fields that the Caf fills (``origine`` other than « saisie ») are not asked of the partner.
    """
    yield from _lignes_absentes(contexte)
    for emplacement in contexte.emplacements.values():
        champ = emplacement.champ
        if emplacement.chemin in contexte.remplis:
            continue
        if champ.dispense and contexte.grille.est_dispense(emplacement, contexte.donnees):
            continue
        if champ.obligatoire and champ.origine == "saisie":
            yield Constat(
                code=CODE,
                niveau=BLOQUANT,
                cle=f"{CODE}:{emplacement.chemin}",
                message=typographie(f"« {emplacement.libelle_complet} » reste à renseigner."),
                chemins=(emplacement.chemin,),
                volet=champ.volet,
            )
    yield from _comptes_absents(contexte)


def _lignes_absentes(contexte: Contexte) -> Iterator[Constat]:
    """Nothing can be declared without a lieu, a collectif or a poste."""
    if contexte.lignes:
        return
    repetition = contexte.grille.repetition
    if repetition.ajout:
        suite = "ajoutez-en un pour déclarer votre activité"
    else:
        suite = "signalez-le au conseiller de votre Caf, qui tient cette liste"
    yield Constat(
        code=CODE,
        niveau=BLOQUANT,
        cle=f"{CODE}:{repetition.code}",
        message=typographie(f"Aucun {repetition.singulier} n’est inscrit : {suite}."),
        volet=ACTIVITE,
    )


def _comptes_absents(contexte: Contexte) -> Iterator[Constat]:
    """At least one line must be filled in each group that the grid names."""
    emplacements = tuple(contexte.emplacements.values())
    vides = contexte.grille.groupes_vides(emplacements, contexte.remplis)
    if not vides:
        return
    manquent = " et ".join(f"au moins {NOMS_ARTICLES.get(groupe, groupe)}" for groupe in vides)
    yield Constat(
        code=CODE,
        niveau=BLOQUANT,
        cle=f"{CODE}:comptes",
        message=typographie(f"Renseignez {manquent} : un compte laissé vide vaut zéro."),
        chemins=tuple(_premiers(emplacements, vides)),
        volet=FINANCES,
    )


def _premiers(
    emplacements: tuple[EmplacementGrille, ...], groupes: tuple[str, ...]
) -> Iterator[str]:
    """The first line of each group of accounts: where the link leads."""
    for groupe in groupes:
        yield from [e.chemin for e in emplacements if e.section.groupe == groupe][:1]


CONTROLE = Controle(
    code=CODE,
    titre="Donnée obligatoire absente",
    regle=(
        "Chaque donnée obligatoire de la grille est renseignée, pour chaque lieu, collectif ou "
        "poste. Les comptes comportent au moins une charge et un produit ; un compte laissé "
        "vide vaut zéro."
    ),
    niveau=BLOQUANT,
    source="Contrôle des portails de déclaration des Caf",
    marque="P",
    fonction=verifier,
)
