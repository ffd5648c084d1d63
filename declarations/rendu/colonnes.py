"""A declaration as a column of its exercice: figures, estimate, what is kept from a reader."""

from dataclasses import replace

from declarations.grilles import grille_par_reference
from declarations.models import Declaration, RepriseElan, Version
from declarations.regles.controles.contexte import Donnees
from declarations.regles.grille import PREVISIONNELLE, LigneGrille
from declarations.regles.lecteurs import champs_lisibles, est_lisible
from declarations.rendu.exercice import Colonne
from declarations.rendu.figures import Source
from declarations.rendu.modele import Lecteur
from declarations.rendu.montants import ecrire_montant
from declarations.services.evaluation import evaluer
from declarations.services.integrite import exiger_intacte
from declarations.services.lignes import lignes_figees
from declarations.services.montants import montant_du_moment, montant_fige
from declarations.services.references_elan import lignes_reprises
from subventions.regles.estimation import Estimation


def colonne_de(declaration: Declaration, version: Version, lecteur: Lecteur) -> Colonne:
    """Frozen figures and estimate of what was sent; those of the moment for a draft.

    Raises VersionAlteree for a version that is no longer what was sent.
    """
    exiger_intacte(version)
    grille = grille_par_reference(version.grille, declaration.annee)
    if version.est_envoyee:
        lignes, donnees = lignes_figees(version), version.donnees
        montant = montant_fige(version.calcul, grille, lecteur.roles, lecteur.cote_caf)
    else:
        evaluation = evaluer(declaration, version)
        lignes, donnees = evaluation.lignes, evaluation.donnees
        montant = montant_du_moment(evaluation, lecteur.roles, lecteur.cote_caf)
    source = _source(
        version.grille, declaration.annee, declaration.nature, lignes, donnees, lecteur
    )
    colonne = _colonne(declaration.libelle, source, montant.estimation)
    return replace(colonne, manques=montant.manques)


def colonne_elan(reprise: RepriseElan, lecteur: Lecteur) -> Colonne:
    """What was filed in ELAN, in the place of the prévisionnelle."""
    source = _source(
        reprise.grille,
        reprise.annee,
        PREVISIONNELLE,
        lignes_reprises(reprise),
        reprise.donnees,
        lecteur,
    )
    return _colonne(reprise.libelle, source, reprise.calcul.estimation if reprise.calcul else None)


def a_des_reserves(source: Source, lecteur: Lecteur) -> bool:
    """Tell whether some field of a column is kept from this reader."""
    places = source.grille.emplacements(source.nature, source.lignes)
    return any(not est_lisible(e.champ, lecteur.roles, lecteur.cote_caf) for e in places)


def _source(
    reference: str,
    annee: int,
    nature: str,
    lignes: tuple[LigneGrille, ...],
    donnees: Donnees,
    lecteur: Lecteur,
) -> Source:
    """Figures with the only fields that this reader may be shown."""
    grille = grille_par_reference(reference, annee)
    places = champs_lisibles(grille.emplacements(nature, lignes), lecteur.roles, lecteur.cote_caf)
    return Source(grille, nature, lignes, donnees, {e.chemin: e for e in places})


def _colonne(libelle: str, source: Source, estimation: Estimation | None) -> Colonne:
    """The estimate says why there is no amount, when there is none."""
    montant = estimation.montant if estimation else None
    return Colonne(libelle, source, montant, ecrire_montant(estimation))
