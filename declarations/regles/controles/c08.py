"""C08 – the unit cost is above the ceiling of the barème."""

from collections.abc import Iterator
from dataclasses import dataclass

from declarations.regles.controles.contexte import INFORMATION, Constat, Contexte, Controle
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import FINANCES
from declarations.regles.total import EUROS, ecrire

CODE = "C08"


@dataclass(frozen=True)
class _Cout:
    """A cost of the engine beside its ceiling: keys of ``Estimation.mesures`` and words."""

    cle: str
    libelle: str
    mesure: str
    plafond: str
    chemins: tuple[str, ...]
    volet: str = ""


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Compare the costs that the engine measured with their ceilings, when both are known."""
    mesures = contexte.estimation.mesures if contexte.estimation else {}
    for cout in _couts(contexte):
        valeur, plafond = mesures.get(cout.mesure), mesures.get(cout.plafond)
        if valeur is None or plafond is None or valeur <= plafond:
            continue
        yield Constat(
            code=CODE,
            niveau=INFORMATION,
            cle=f"{CODE}:{cout.cle}",
            message=typographie(
                f"{cout.libelle} : {ecrire(valeur, EUROS)}, au-dessus du plafond du barème de "
                f"{ecrire(plafond, EUROS)}. Ce qui dépasse le plafond n’est pas financé."
            ),
            chemins=cout.chemins,
            volet=cout.volet,
            valeur=ecrire(valeur, EUROS),
            valeur_libelle=cout.libelle,
            reference=ecrire(plafond, EUROS),
            reference_libelle="Plafond du barème",
            ecart=ecrire(valeur - plafond, EUROS),
        )


def _couts(contexte: Contexte) -> Iterator[_Cout]:
    """The unit costs of the dispositif. That of a poste holds a salary: finances only."""
    totaux = contexte.totaux
    remplis = tuple(c for c in totaux.charges.chemins if c in contexte.remplis)
    activite = tuple(chemin for total in totaux.activite for chemin in total.chemins)
    match contexte.grille.dispositif:
        case "er":
            libelle = "Coût d’une heure retenue"
            yield _Cout("horaire", libelle, "cout_horaire", "plafond_horaire", remplis + activite)
        case "clas":
            libelle = "Coût d’un collectif retenu"
            mesures = ("cout_par_collectif", "plafond_collectif")
            yield _Cout("collectif", libelle, *mesures, remplis + activite)
        case "cct":
            for rang, ligne in enumerate(contexte.lignes):
                champs = ("salaire_charge", "autres_depenses")
                yield _Cout(
                    cle=f"postes.{ligne.cle}",
                    libelle=f"Dépense du poste – {ligne.libelle}",
                    mesure=f"postes.{rang}.depense",
                    plafond=f"postes.{rang}.plafond",
                    chemins=tuple(contexte.grille.repetition.chemin(ligne, c) for c in champs),
                    volet=FINANCES,
                )


CONTROLE = Controle(
    code=CODE,
    titre="Coût unitaire au-dessus du plafond",
    regle=(
        "Le coût d’une heure (espace de rencontre), d’un collectif (CLAS) ou d’un poste "
        "(CCT) est comparé au plafond du barème : ce qui le dépasse n’est pas financé."
    ),
    niveau=INFORMATION,
    source="Lecture des barèmes, à confirmer",
    marque="H",
    fonction=verifier,
)
