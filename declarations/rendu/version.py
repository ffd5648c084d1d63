"""Reading a version: from what was frozen once it is sent, from the figures of the moment before.

Nothing that was sent is computed again: checks come from the results kept at the sending, the
amount and its steps from the frozen computation, rows and grid from the version. Only sums of
the frozen figures are made here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from declarations.grilles import grille_par_reference
from declarations.models import Declaration, Version
from declarations.regles.controles.contexte import Donnees, Reference
from declarations.regles.etats import LIBELLES_VOLET
from declarations.regles.grille import FINANCES, VOLETS, EmplacementGrille, LigneGrille
from declarations.regles.lecteurs import champs_lisibles, constat_est_lisible, volet_est_lisible
from declarations.rendu.calcul import rendre_etapes
from declarations.rendu.comptes import synthese, tableaux_comptes
from declarations.rendu.constats import rendre_constats
from declarations.rendu.delais import rendre_delai
from declarations.rendu.figures import Source, tableaux_ensemble, tableaux_par_ligne
from declarations.rendu.modele import Acte, Lecteur, VersionRendue, VoletRendu
from declarations.rendu.pieces import rendre_pieces
from declarations.services.evaluation import evaluer
from declarations.services.integrite import constats_de_l_envoi, exiger_intacte
from declarations.services.lignes import lignes_figees
from declarations.services.montants import montant_du_moment, montant_fige
from portal.socle.composants import Fait
from portal.socle.formats import ESPACE_INSECABLE
from subventions.regles.estimation import Estimation

POUR_LE_PARTENAIRE = "de la Caf, pour le partenaire"


@dataclass(frozen=True)
class _Contenu:
    """Rows, figures, constats and estimation: those frozen, or those of the moment."""

    lignes: tuple[LigneGrille, ...]
    donnees: Donnees
    constats: list[Mapping[str, Any]]
    estimation: Estimation | None


def rendre_version(
    version: Version,
    lecteur: Lecteur,
    reference: Reference | None = None,
    *,
    sur_papier: bool = False,
) -> VersionRendue:
    """Read a version for somebody; ``reference`` is another declaration shown beside it.

    ``sur_papier`` lays out for a printed page the tables of many rows.

    Fields that the reader's roles may not read are never in the result, nor what quotes them.
    Raises VersionAlteree for a version that is no longer what was sent.
    """
    exiger_intacte(version)
    declaration = version.declaration
    lire = _fige if version.est_envoyee else _du_moment
    contenu = lire(declaration, version, lecteur)
    places, lisibles = _places(declaration, version, contenu.lignes, lecteur)
    lus = [
        c
        for c in contenu.constats
        if constat_est_lisible(c.get("cle", ""), c.get("chemins", ()), places, lisibles)
    ]
    source = Source(
        grille=grille_par_reference(version.grille, declaration.annee),
        nature=declaration.nature,
        lignes=contenu.lignes,
        donnees=contenu.donnees,
        lisibles=lisibles,
        reference=reference,
    )
    pieces, pieces_reservees = rendre_pieces(version, lecteur)
    estimation = contenu.estimation
    return VersionRendue(
        reference=declaration.reference,
        titre=declaration.libelle,
        numero=version.numero,
        envoyee_le=version.envoyee_le,
        faits=_faits(declaration, version, estimation),
        synthese=synthese(source),
        volets=tuple(_volet(source, v, sur_papier) for v in _volets_lus(source, lecteur)),
        constats=rendre_constats(lus),
        estimation=estimation,
        etapes=rendre_etapes(estimation) if estimation else (),
        actes=_actes(version),
        delai=rendre_delai(declaration, version),
        empreinte=version.empreinte,
        reservees=len(places) - len(lisibles) + len(contenu.constats) - len(lus) + pieces_reservees,
        pieces=pieces,
    )


def _fige(declaration: Declaration, version: Version, lecteur: Lecteur) -> _Contenu:
    """What the sending kept."""
    grille = grille_par_reference(version.grille, declaration.annee)
    return _Contenu(
        lignes_figees(version),
        version.donnees,
        constats_de_l_envoi(version),
        montant_fige(version.calcul, grille, lecteur.roles, lecteur.cote_caf).estimation,
    )


def _du_moment(declaration: Declaration, version: Version, lecteur: Lecteur) -> _Contenu:
    """What a version at work gives now."""
    evaluation = evaluer(declaration, version)
    return _Contenu(
        evaluation.lignes,
        evaluation.donnees,
        [c.en_json() for c in evaluation.constats],
        montant_du_moment(evaluation, lecteur.roles, lecteur.cote_caf).estimation,
    )


def _places(
    declaration: Declaration, version: Version, lignes: tuple[LigneGrille, ...], lecteur: Lecteur
) -> tuple[dict[str, EmplacementGrille], dict[str, EmplacementGrille]]:
    """Every field, by chemin, and those that this reader may read."""
    grille = grille_par_reference(version.grille, declaration.annee)
    tous = list(grille.emplacements(declaration.nature, lignes))
    lisibles = {e.chemin: e for e in champs_lisibles(tous, lecteur.roles, lecteur.cote_caf)}
    return {e.chemin: e for e in tous}, lisibles


def _volets_lus(source: Source, lecteur: Lecteur) -> list[str]:
    """A volet of which nothing is read is left out: « rien n’est renseigné » would be false."""
    return [
        v for v in VOLETS if volet_est_lisible(source.grille, v, lecteur.roles, lecteur.cote_caf)
    ]


def _volet(source: Source, nature: str, sur_papier: bool) -> VoletRendu:
    """Rows, then the accounts in the finances volet, then what is asked for the whole."""
    comptes = tableaux_comptes(source) if nature == FINANCES else ()
    tableaux = (
        *tableaux_par_ligne(source, nature, sur_papier=sur_papier),
        *comptes,
        *tableaux_ensemble(source, nature),
    )
    return VoletRendu(nature, LIBELLES_VOLET[nature].capitalize(), tableaux)


def _faits(
    declaration: Declaration, version: Version, estimation: Estimation | None
) -> tuple[Fait, ...]:
    """The identity of what was sent."""
    # The partner who sent it: the équipement may have passed to another SIRET since.
    gestionnaire = version.gestionnaire or declaration.gestionnaire
    mentions = version.mentions
    grille = grille_par_reference(version.grille, declaration.annee)
    faits = [
        Fait("Gestionnaire", mentions.get("gestionnaire") or gestionnaire.nom),
        Fait("SIRET", ecrire_siret(mentions.get("siret") or gestionnaire.siret)),
        Fait("Équipement", mentions.get("equipement") or declaration.equipement.nom),
        Fait("Dispositif", declaration.get_dispositif_display()),
        Fait("Exercice", declaration.exercice),
        Fait("Nature", declaration.libelle_nature),
        Fait("Version", f"{version.numero} – {version.get_origine_display()}"),
        Fait("Caf", mentions.get("caf") or declaration.caf.nom),
        Fait("Grille de saisie", f"{grille.libelle}, version {grille.version}"),
    ]
    assistes = [LIBELLES_VOLET[v.nature] for v in version.volets.all() if v.saisi_par_la_caf]
    if assistes:
        faits.append(Fait("Saisie par la Caf, pour le partenaire", ", ".join(assistes)))
    if estimation:
        faits.append(Fait("Barème", f"version {estimation.bareme.version}"))
    return tuple(faits)


def ecrire_siret(siret: str) -> str:
    """« 981 234 008 00010 », as it is written on official papers."""
    return ESPACE_INSECABLE.join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def _actes(version: Version) -> tuple[Acte, ...]:
    """Who signed each volet, who approved and sent: by the name they had that day."""
    signataires = version.mentions.get("signataires", {})
    actes = []
    for nature in VOLETS:
        volet = version.volet(nature)
        if volet.signe_le:
            qui = signataires.get(nature) or str(volet.signe_par)
            qui = f"{qui}, {POUR_LE_PARTENAIRE}" if volet.signe_par_la_caf else qui
            libelle = f"{LIBELLES_VOLET[nature].capitalize()} signées"
            actes.append(Acte(libelle, qui, volet.signe_le))
    if version.envoyee_le:
        qui = version.mentions.get("approbateur") or str(version.envoyee_par)
        actes.append(Acte("Déclaration approuvée et transmise", qui, version.envoyee_le))
    return tuple(actes)
