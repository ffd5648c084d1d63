"""The journal of a declaration told in words, for each side: the partner and the Caf.

Every action the services write has its words here; one without words is told neutrally, never
refused. The text of a justification is not told: it stands beside the figures it explains,
which not everybody reads. The reason for which an approbateur sends a volet back stays between
the partner's people.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from declarations.actes_en_mots import ACTIONS, DEMANDEE, INCONNUE, Mots, mots_de
from declarations.grilles import grille_par_reference
from declarations.models import Declaration
from declarations.regles.controles.registre import controle
from declarations.regles.controles.textes import ligne_du_constat
from declarations.regles.etats import LIBELLES_VOLET
from declarations.regles.lecteurs import motif_est_lisible
from declarations.services.lignes import lignes_gardees
from habilitations.presentation.successions import Successions
from portal.socle.composants import Evenement
from portal.socle.formats import ESPACE_INSECABLE, citer, date_fr
from portal.socle.models import LigneJournal

__all__ = ["ACTIONS", "INCONNUE", "chronologie", "libelles_champs", "mots_de", "raconter"]

CHAMPS_CITES = 3


def chronologie(
    declaration: Declaration, cote_caf: bool, caches: Collection[str] = ()
) -> list[Evenement]:
    """The timeline of a declaration for one side, latest first; two queries.

    ``caches`` are the volets and fields that this person may not read: neither the reasons written
    about them are told, nor which check was justified.
    """
    lignes = LigneJournal.objects.sur(declaration)
    maisons = Successions.lire(declaration.equipement, declaration.gestionnaire)
    return raconter(
        declaration, lignes, cote_caf, libelles_champs(declaration), caches, maisons=maisons
    )


def raconter(
    declaration: Declaration,
    lignes: Iterable[LigneJournal],
    cote_caf: bool,
    libelles: Mapping[str, str] | None = None,
    caches: Collection[str] = (),
    *,
    maisons: Successions | None = None,
) -> list[Evenement]:
    """Turn lines of the journal, oldest first, into events, latest first.

    ``libelles`` names the fields and the rows (``libelles_champs``); ``maisons`` the partners
    who held the équipement, when it has passed from one to another.
    """
    maisons = maisons or Successions((declaration.gestionnaire.nom,))
    recits = [
        _raconter(declaration, ligne, cote_caf, libelles or {}, caches, maisons) for ligne in lignes
    ]
    return recits[::-1]


def libelles_champs(declaration: Declaration) -> dict[str, str]:
    """Full labels of the fields of the version at work, by chemin, and of its rows, by key; rows as
    they were last sent."""
    version = declaration.version_courante
    if version is None:
        return {}
    grille = grille_par_reference(version.grille, declaration.annee)
    lignes = lignes_gardees(version)
    places = grille.emplacements(declaration.nature, lignes)
    return {
        **{ligne.cle: ligne.libelle for ligne in lignes},
        **{place.chemin: place.libelle_complet for place in places},
    }


def _raconter(
    declaration: Declaration,
    ligne: LigneJournal,
    cote_caf: bool,
    libelles: Mapping[str, str],
    caches: Collection[str],
    maisons: Successions,
) -> Evenement:
    par_quelqu_un = ligne.action == "declaration.appelee" and ligne.auteur_id
    mots = DEMANDEE if par_quelqu_un else mots_de(ligne.action)
    details = ligne.details
    phrase = (mots.caf if cote_caf else mots.partenaire).format(
        qui=ligne.auteur_libelle,
        nature=declaration.get_nature_display().lower(),
        volet=_volet(details.get("volet")),
        ligne=citer(str(details.get("ligne", ""))),
        source=citer(str(details.get("source", ""))),
        version=details.get("version", "en cours"),
        controle=_controle(details, libelles) if not caches else "",
        portee=_portee(details, libelles),
        pour_le=_jour(" pour le", details.get("pour_le")),
        expire_le=_jour(" jusqu’au", details.get("expire_le")),
    )
    lisible = ligne.action != "declaration.anomalie_justifiee" and motif_est_lisible(
        _concernes(details), caches
    )
    motif = ligne.motif if lisible and (mots.motif_caf or not cote_caf) else ""
    return Evenement(
        quand=ligne.le,
        texte=phrase,
        qui=_maison(declaration, ligne, mots, maisons),
        detail=citer(motif) if motif else "",
        ton=mots.ton,
    )


def _maison(declaration: Declaration, ligne: LigneJournal, mots: Mots, maisons: Successions) -> str:
    """Whom the author spoke for, on that day; nobody when the words are unknown."""
    if mots is INCONNUE:
        return ""
    if ligne.details.get("pour_le_partenaire") and not mots.par_la_caf:
        return f"{declaration.caf.nom}, pour le partenaire"
    return declaration.caf.nom if mots.par_la_caf else maisons.nom_le(ligne.le)


def _concernes(details: Mapping[str, Any]) -> list[str]:
    """Volets and fields that an act is about, as its line of the journal tells."""
    tous = [details.get("volet"), *(details.get("volets") or ()), *(details.get("champs") or ())]
    return [str(concerne) for concerne in tous if concerne]


def _volet(nature: Any) -> str:
    return LIBELLES_VOLET.get(str(nature), "données")


def _controle(details: Mapping[str, Any], libelles: Mapping[str, str]) -> str:
    """« : effectif d’un collectif (C12), École 3 », when the check is known."""
    code = details.get("controle")
    ligne = ligne_du_constat(str(details.get("constat", "")), libelles)
    try:
        titre = controle(str(code)).titre
    except KeyError:
        return ""
    return (
        f"{ESPACE_INSECABLE}: {titre[0].lower()}{titre[1:]} ({code}){f', {ligne}' if ligne else ''}"
    )


def _jour(mot: str, texte: Any) -> str:
    try:
        return f"{mot} {date_fr(date.fromisoformat(str(texte)))}"
    except ValueError:
        return ""


def _portee(details: Mapping[str, Any], libelles: Mapping[str, str]) -> str:
    """What a correction is about: « des données financières et de « Parents – Ugine » »."""
    volets = [f"des {_volet(v)}" for v in details.get("volets") or ()]
    champs = list(details.get("champs") or ())
    cites = [f"de {citer(libelles[c])}" for c in champs if c in libelles][:CHAMPS_CITES]
    if restent := len(champs) - len(cites):
        pluriel = "s" if restent > 1 else ""
        autre = f"autre{pluriel} " if cites else ""
        cites.append(f"de {restent} {autre}donnée{pluriel}")
    parties = [*volets, *cites]
    if len(parties) < 2:
        return parties[0] if parties else "de la déclaration"
    return f"{', '.join(parties[:-1])} et {parties[-1]}"
