"""A declaration as a column of its exercice: figures, estimate, what is kept from a reader."""

from dataclasses import replace

from declarations.elan.services.references import lignes_reprises
from declarations.grilles import grille_par_reference
from declarations.models import Declaration, RepriseElan, Version
from declarations.regles.grille import PREVISIONNELLE
from declarations.regles.lecteurs import Lecteur, champs_lisibles, est_lisible
from declarations.rendu.exercice import Colonne
from declarations.rendu.figures import Source
from declarations.rendu.montants import ecrire_montant
from declarations.services.contenu import contenu_de
from declarations.services.integrite import exiger_intacte
from subventions.regles.estimation import Estimation


def colonne_de(declaration: Declaration, version: Version, lecteur: Lecteur) -> Colonne:
    """What a version says, as a column.

    Raises VersionAlteree for a version that is no longer what was sent.
    """
    exiger_intacte(version)
    version.declaration = declaration
    contenu = contenu_de(version)
    montant = contenu.montant(lecteur)
    source = Source.de(contenu, lecteur)
    colonne = _colonne(declaration.libelle, source, montant.estimation)
    return replace(colonne, manques=montant.manques, titre_montant=version.titre_montant)


def colonne_elan(reprise: RepriseElan, lecteur: Lecteur) -> Colonne:
    """What was filed in ELAN, in the place of the prévisionnelle."""
    grille, lignes = grille_par_reference(reprise.grille, reprise.annee), lignes_reprises(reprise)
    places = champs_lisibles(
        grille.emplacements(PREVISIONNELLE, lignes), lecteur.roles, lecteur.cote_caf
    )
    source = Source(grille, PREVISIONNELLE, lignes, reprise.donnees, {e.chemin: e for e in places})
    return _colonne(reprise.libelle, source, reprise.calcul.estimation if reprise.calcul else None)


def a_des_reserves(source: Source, lecteur: Lecteur) -> bool:
    """Tell whether some field of a column is kept from this reader."""
    places = source.grille.emplacements(source.nature, source.lignes)
    return any(not est_lisible(e.champ, lecteur.roles, lecteur.cote_caf) for e in places)


def _colonne(libelle: str, source: Source, estimation: Estimation | None) -> Colonne:
    """The estimate says why there is no amount, when there is none."""
    montant = estimation.montant if estimation else None
    return Colonne(libelle, source, montant, ecrire_montant(estimation))
