"""A version written out: all that ``contenu_de`` says of it, for one reader.

Nothing that was sent is computed again: only sums of the frozen figures are made here.
"""

from declarations.models import Version
from declarations.regles.controles.contexte import Reference
from declarations.regles.etats import LIBELLES_VOLET
from declarations.regles.grille import FINANCES, VOLETS
from declarations.regles.lecteurs import Lecteur, volet_est_lisible
from declarations.rendu.calcul import rendre_etapes
from declarations.rendu.comptes import synthese, tableaux_comptes
from declarations.rendu.constats import rendre_constats
from declarations.rendu.delais import rendre_delai
from declarations.rendu.figures import Source, tableaux_ensemble, tableaux_par_ligne
from declarations.rendu.modele import Acte, VersionRendue, VoletRendu
from declarations.rendu.pieces import rendre_pieces
from declarations.services.contenu import Contenu, contenu_de
from declarations.services.integrite import exiger_intacte
from portal.socle.composants import Fait
from portal.socle.formats import ecrire_siret
from portal.socle.fuseaux import heure_locale
from subventions.regles.estimation import Estimation

POUR_LE_PARTENAIRE = "de la Caf, pour le partenaire"


def rendre_version(
    version: Version,
    lecteur: Lecteur,
    reference: Reference | None = None,
    *,
    contenu: Contenu | None = None,
    sur_papier: bool = False,
) -> VersionRendue:
    """Read a version for somebody; ``reference`` is another declaration shown beside it.

    ``contenu`` is what it says, when the caller has read it already; ``sur_papier`` lays out for a
    printed page the tables of many rows.

    Fields that the reader's roles may not read are never in the result, nor what quotes them.
    Raises VersionAlteree for a version that is no longer what was sent.
    """
    exiger_intacte(version)
    declaration, contenu = version.declaration, contenu or contenu_de(version)
    source = Source.de(contenu, lecteur, reference)
    lus = contenu.constats_lus(lecteur)
    pieces, pieces_reservees = rendre_pieces(contenu, lecteur)
    estimation = contenu.montant(lecteur).estimation
    champs_reserves = len(contenu.emplacements) - len(source.lisibles)
    constats_reserves = len(contenu.constats) - len(lus)
    return VersionRendue(
        reference=declaration.reference,
        titre=declaration.libelle,
        numero=version.numero,
        envoyee_le=version.envoyee_le,
        faits=_faits(contenu, estimation),
        synthese=synthese(source),
        volets=tuple(_volet(source, v, sur_papier) for v in _volets_lus(source, lecteur)),
        constats=rendre_constats(lus),
        estimation=estimation,
        etapes=rendre_etapes(estimation, declaration.dispositif),
        actes=_actes(version),
        delai=rendre_delai(declaration, version),
        empreinte=version.empreinte,
        reservees=champs_reserves + constats_reserves + pieces_reservees,
        pieces=pieces,
    )


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


def _faits(contenu: Contenu, estimation: Estimation) -> tuple[Fait, ...]:
    """The identity of what was sent."""
    declaration, version, grille = contenu.declaration, contenu.version, contenu.grille
    # The partner who sent it: the équipement may have passed to another SIRET since.
    gestionnaire = version.gestionnaire or declaration.gestionnaire
    mentions = version.mentions
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
    if version.envoyee_le and (locale := heure_locale(version.envoyee_le, declaration.caf.code)):
        faits.append(Fait("Heures", "Heure de Paris", f"Transmise à {locale}"))
    assistes = [LIBELLES_VOLET[v.nature] for v in version.volets.all() if v.saisi_par_la_caf]
    if assistes:
        faits.append(Fait("Saisie par la Caf, pour le partenaire", ", ".join(assistes)))
    return (*faits, Fait("Barème", f"version {estimation.bareme.version}"))


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
