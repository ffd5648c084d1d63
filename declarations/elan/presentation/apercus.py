"""An import of ELAN before it is confirmed: what it holds, and what it changes."""

from dataclasses import dataclass

from declarations.elan.imports.classeur import champs_projet
from declarations.elan.presentation.rendu import Ecart, ecarts
from declarations.elan.services.confirmation import contenu_importe
from declarations.elan.services.evaluation import Reperes, chiffres_lus, evaluer_elan
from declarations.grilles import grille_pour
from declarations.models import ImportElan, RepriseElan
from declarations.regles.controles.contexte import Constat
from declarations.regles.grille import PREVISIONNELLE
from declarations.regles.total import Total
from declarations.regles.totaux import calculer_totaux
from habilitations.models import Dispositif, Equipement
from habilitations.regles.exercices import libelle_exercice


@dataclass(frozen=True)
class Apercu:
    """One project of an import; ``ecarts`` are what it changes in what is already kept.

    ``textes`` are its texts by label, ``constats`` what the checks say of its figures.
    """

    equipement: Equipement
    exercice: str
    numero_elan: str
    textes: tuple[tuple[str, str], ...]
    constats: tuple[Constat, ...]
    totaux: tuple[Total, ...]
    reprise: RepriseElan | None
    ecarts: tuple[Ecart, ...]


def apercus(depot: ImportElan, reprises: dict[tuple[int, int], RepriseElan]) -> list[Apercu]:
    """Each project of an import, in its order; three queries, and one for each barème."""
    equipements = Equipement.objects.select_related("gestionnaire").in_bulk(
        [projet["equipement"] for projet in depot.contenu]
    )
    reperes = Reperes.de((projet["equipement"], projet["annee"]) for projet in depot.contenu)
    liste = []
    for projet in depot.contenu:
        annee, equipement = projet["annee"], equipements[projet["equipement"]]
        reprise = reprises.get((projet["equipement"], annee))
        grille = grille_pour(Dispositif.CLAS, annee)
        lignes, brut = contenu_importe(projet, reprise)
        donnees = chiffres_lus(grille, lignes, brut)
        totaux = calculer_totaux(grille, PREVISIONNELLE, lignes, donnees)
        liste.append(
            Apercu(
                equipement,
                libelle_exercice(Dispositif.CLAS, annee),
                projet.get("numero_elan") or (reprise.numero_elan if reprise else ""),
                tuple(
                    (champ.libelle, str(donnees[champ.code]))
                    for champ in champs_projet(grille)
                    if donnees.get(champ.code)
                ),
                evaluer_elan(equipement, annee, grille, lignes, donnees, reperes).constats,
                (*totaux.activite, totaux.charges, totaux.produits),
                reprise,
                ecarts(reprise, lignes, donnees) if reprise else (),
            )
        )
    return liste
