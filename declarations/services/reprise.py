"""« Reprendre »: last year's structure, each value to be confirmed."""

from collections.abc import Mapping

from django.db import transaction

from declarations.models import Declaration, Version
from declarations.regles.controles.contexte import Reference
from declarations.regles.grille import ACTIVITE, Grille, LigneGrille
from declarations.regles.reprise import Reprise, preparer_reprise
from declarations.services.ajout_lignes import ouvrir_les_lignes
from declarations.services.contenu import contenu_de
from declarations.services.contenu.references import references_de
from declarations.services.donnees_caf import postes_proposes
from declarations.services.dossier import DossierVerrouille
from declarations.services.lignes import en_json, est_retiree, lire_ligne
from declarations.services.saisie import garder
from habilitations.models import PosteConventionne
from habilitations.permissions import Acteur
from portal.socle.refus import DemandeInvalide

PRECEDENT, MEME = "precedent", "meme"


def sources_de(declaration: Declaration) -> dict[str, Reference]:
    """Declarations whose structure may be carried over, by name of their place."""
    precedent, meme = references_de(declaration)
    return {nom: r for nom, r in ((MEME, meme), (PRECEDENT, precedent)) if r is not None}


@transaction.atomic
def reprendre_structure(declaration_id: int, source: str, *, acteur: Acteur) -> int:
    """Copy rows and descriptive fields from another declaration; return how many were added.

    ``source`` is PRECEDENT (the exercice before) or MEME (the last prévisionnelle or actualisée of
    the exercice). Nothing typed is replaced, so a second click adds nothing. Each value is marked
    until it is confirmed. Raises ActionRefusee, DemandeInvalide when there is no such declaration.
    """
    dossier, grille = ouvrir_les_lignes(declaration_id, acteur)
    reference = sources_de(dossier.declaration).get(source)
    if reference is None:
        raise DemandeInvalide("source", "Il n’y a pas de déclaration à reprendre.")
    reprise = ce_qui_se_reprend(dossier.declaration, dossier.version, grille, reference)
    if reprise.est_vide:
        return 0
    _ecrire(dossier, reprise, reference)
    dossier.journaliser("structure_reprise", source=reference.libelle)
    return len(reprise.lignes) + len(reprise.valeurs)


def ce_qui_se_reprend(
    declaration: Declaration, version: Version, grille: Grille, reference: Reference
) -> Reprise:
    """Return what would be added; rows withdrawn on purpose do not come back."""
    connues = [lire_ligne(ligne) for ligne in version.lignes]
    presentes = {ligne.cle: ligne for ligne in (*connues, *contenu_de(version).lignes)}
    return preparer_reprise(
        grille,
        declaration.nature,
        reference,
        list(presentes.values()),
        version.donnees,
        _postes_equivalents(declaration, reference.lignes),
        frozenset(ligne["cle"] for ligne in version.lignes if est_retiree(ligne)),
    )


def _postes_equivalents(
    declaration: Declaration, lignes: tuple[LigneGrille, ...]
) -> Mapping[int, int]:
    """Postes of former conventions → those of the present one that bear the same name."""
    anciens = {ligne.poste_conventionne for ligne in lignes if ligne.poste_conventionne}
    if not anciens:
        return {}
    presents = {p.intitule.casefold(): p.pk for p in postes_proposes(declaration)}
    noms = PosteConventionne.objects.filter(pk__in=anciens).values_list("pk", "intitule")
    return {pk: presents[nom.casefold()] for pk, nom in noms if nom.casefold() in presents}


def _ecrire(dossier: DossierVerrouille, reprise: Reprise, reference: Reference) -> None:
    """Write rows and values under one more revision of the volet."""
    version = dossier.version
    if reprise.lignes:
        version.lignes += en_json(reprise.lignes)
        version.save(update_fields=["lignes"])
    volet = version.volet(ACTIVITE)
    for chemin, valeur in reprise.valeurs.items():
        volet.donnees[chemin] = valeur
        volet.a_confirmer[chemin] = reference.libelle
    garder(dossier, volet, reprise.valeurs)
