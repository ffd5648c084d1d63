"""C12 – a collectif with fewer or more children than the reference."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import A_JUSTIFIER, Constat, Contexte, Controle
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import ACTIVITE
from portal.saisie.regles.valeurs import nombre
from portal.socle.formats import nombre as ecrire_nombre

CODE = "C12"
CHAMP = "enfants"
MINIMUM = "C12.minimum"
MAXIMUM = "C12.maximum"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """One constat per collectif; both bounds are admitted. A negative number belongs to C02."""
    minimum, maximum = contexte.seuils[MINIMUM], contexte.seuils[MAXIMUM]
    bornes = f"{ecrire_nombre(minimum)} à {ecrire_nombre(maximum)}"
    for ligne in contexte.lignes:
        chemin = contexte.grille.repetition.chemin(ligne, CHAMP)
        enfants = nombre(contexte.donnees, chemin)
        if chemin not in contexte.emplacements or enfants is None or enfants < 0:
            continue
        if minimum <= enfants <= maximum:
            continue
        ecart = enfants - (minimum if enfants < minimum else maximum)
        pluriel = "s" if enfants > 1 else ""
        yield Constat(
            code=CODE,
            niveau=A_JUSTIFIER,
            cle=f"{CODE}:{chemin}",
            message=typographie(
                f"{ligne.libelle} – {ecrire_nombre(enfants)} enfant{pluriel} "
                f"inscrit{pluriel} : un collectif en compte de {bornes}."
            ),
            chemins=(chemin,),
            volet=ACTIVITE,
            valeur=ecrire_nombre(enfants),
            valeur_libelle="Enfants inscrits",
            reference=bornes,
            reference_libelle="Enfants d’un collectif",
            ecart=ecrire_nombre(ecart),
        )


CONTROLE = Controle(
    code=CODE,
    titre="Nombre d’enfants d’un collectif",
    regle=(
        "CLAS, pour chaque collectif : le nombre d’enfants inscrits reste entre les deux "
        "seuils, qui sont admis."
    ),
    niveau=A_JUSTIFIER,
    source="Référentiel CLAS publié par les Caf : de 8 à 12 enfants par collectif",
    marque="P",
    fonction=verifier,
    dispositifs=frozenset({"clas"}),
    seuils=(MINIMUM, MAXIMUM),
)
