"""The journal of a declaration told in words, for each side: the partner and the Caf.

Every action the services write has its words here; one without words is told neutrally, never
refused. The text of a justification is not told: it stands beside the figures it explains,
which not everybody reads. The reason for which an approbateur sends a volet back stays between
the partner's people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from declarations.grilles import grille_par_reference
from declarations.models import Declaration
from declarations.regles.controles.registre import controle
from declarations.regles.etats import LIBELLES_VOLET
from declarations.services.lignes import lignes_figees
from portal.socle.composants import Evenement
from portal.socle.formats import ESPACE_INSECABLE, citer, date_fr
from portal.socle.models import LigneJournal

CHAMPS_CITES = 3


@dataclass(frozen=True)
class Mots:
    """What an action is called on each side; ``motif_caf`` when the Caf may read the reason."""

    partenaire: str
    caf: str
    ton: str = "neutre"
    par_la_caf: bool = False
    motif_caf: bool = True


# Called by somebody, and not by the portal as a window opens.
DEMANDEE = Mots(
    "{qui} vous a demandé une déclaration {nature}",
    "{qui} a demandé au partenaire une déclaration {nature}",
    par_la_caf=True,
)
INCONNUE = Mots("{qui} a fait avancer ce dossier", "{qui} a fait avancer ce dossier")

ACTIONS: Mapping[str, Mots] = {
    "appelee": Mots(
        "La Caf vous a demandé cette déclaration",
        "La déclaration a été demandée au partenaire",
        par_la_caf=True,
    ),
    "saisie_commencee": Mots(
        "{qui} a commencé la saisie des {volet}", "{qui} a commencé la saisie des {volet}"
    ),
    "ligne_ajoutee": Mots("{qui} a ajouté {ligne}", "{qui} a ajouté {ligne}"),
    "ligne_modifiee": Mots("{qui} a modifié {ligne}", "{qui} a modifié {ligne}"),
    "ligne_retiree": Mots("{qui} a retiré {ligne}", "{qui} a retiré {ligne}"),
    "ligne_retablie": Mots("{qui} a rétabli {ligne}", "{qui} a rétabli {ligne}"),
    "structure_reprise": Mots(
        "{qui} a repris des données de {source}", "{qui} a repris des données de {source}"
    ),
    "assistee": Mots(
        "{qui} saisit cette déclaration pour vous",
        "{qui} saisit cette déclaration pour le partenaire",
        ton="attention",
        par_la_caf=True,
    ),
    "rendue": Mots(
        "{qui} vous a rendu la saisie",
        "{qui} a rendu la saisie au partenaire",
        ton="info",
        par_la_caf=True,
    ),
    "volet_signe": Mots("{qui} a signé les {volet}", "{qui} a signé les {volet}"),
    "volet_repris": Mots(
        "{qui} a repris la saisie des {volet}", "{qui} a repris la saisie des {volet}"
    ),
    "volet_renvoye": Mots(
        "{qui} a renvoyé les {volet} à leur fournisseur",
        "{qui} a renvoyé les {volet} à leur fournisseur",
        ton="attention",
        motif_caf=False,
    ),
    "anomalie_justifiee": Mots(
        "{qui} a justifié une anomalie{controle}", "{qui} a justifié une anomalie{controle}"
    ),
    "piece_jointe": Mots("{qui} a joint une pièce", "{qui} a joint une pièce"),
    "piece_retiree": Mots("{qui} a retiré une pièce", "{qui} a retiré une pièce"),
    "piece_jointe_caf": Mots("{qui} a joint une pièce", "{qui} a joint une pièce", par_la_caf=True),
    "piece_retiree_caf": Mots(
        "{qui} a retiré une pièce", "{qui} a retiré une pièce", par_la_caf=True
    ),
    "message": Mots("{qui} a écrit un message à la Caf", "{qui} vous a écrit un message"),
    "message_caf": Mots(
        "{qui} vous a écrit un message", "{qui} a écrit un message au partenaire", par_la_caf=True
    ),
    "transmise": Mots(
        "{qui} a approuvé la version {version} et l’a transmise à la Caf",
        "{qui} a transmis la version {version}",
        ton="info",
    ),
    "alteree": Mots(
        "Le portail a constaté que la version {version} n’est plus celle qui a été transmise",
        "Le portail a constaté que la version {version} n’est plus celle qui a été transmise",
        ton="erreur",
        par_la_caf=True,
    ),
    "prise_en_charge": Mots(
        "{qui} a pris votre déclaration en charge",
        "{qui} a pris le dossier en charge",
        ton="info",
        par_la_caf=True,
    ),
    "validee": Mots(
        "{qui} a validé la version {version} de votre déclaration",
        "{qui} a validé la version {version}",
        ton="succes",
        par_la_caf=True,
    ),
    "correction_demandee": Mots(
        "{qui} a demandé une correction {portee}{pour_le}",
        "{qui} a demandé au partenaire une correction {portee}{pour_le}",
        ton="attention",
        par_la_caf=True,
    ),
    "rectificative": Mots(
        "{qui} a ouvert une déclaration rectificative, à transmettre{pour_le}",
        "{qui} a ouvert une déclaration rectificative, attendue{pour_le}",
        ton="attention",
        par_la_caf=True,
    ),
    "sans_objet": Mots(
        "{qui} a déclaré cette déclaration sans objet",
        "{qui} a classé la déclaration sans objet",
        par_la_caf=True,
    ),
    "retablie": Mots(
        "{qui} a rétabli cette déclaration",
        "{qui} a rétabli la déclaration, classée sans objet",
        ton="info",
        par_la_caf=True,
    ),
    "derogation": Mots(
        "{qui} vous a accordé une dérogation{expire_le}",
        "{qui} a accordé une dérogation{expire_le}",
        ton="info",
        par_la_caf=True,
    ),
}


def chronologie(declaration: Declaration, cote_caf: bool) -> list[Evenement]:
    """The timeline of a declaration for one side, latest first; one query."""
    lignes = LigneJournal.objects.sur(declaration)
    return raconter(declaration, lignes, cote_caf, libelles_champs(declaration))


def raconter(
    declaration: Declaration,
    lignes: Iterable[LigneJournal],
    cote_caf: bool,
    libelles: Mapping[str, str] | None = None,
) -> list[Evenement]:
    """Turn lines of the journal, oldest first, into events, latest first.

    ``libelles`` names the fields that a correction asks for, by chemin.
    """
    recits = [_raconter(declaration, ligne, cote_caf, libelles or {}) for ligne in lignes]
    return recits[::-1]


def libelles_champs(declaration: Declaration) -> dict[str, str]:
    """Full labels of the fields of the version at work, rows as they were last sent."""
    version = declaration.version_courante
    if version is None:
        return {}
    grille = grille_par_reference(version.grille, declaration.annee)
    places = grille.emplacements(declaration.nature, lignes_figees(version))
    return {place.chemin: place.libelle_complet for place in places}


def mots_de(action: str) -> Mots:
    """Words of an action of the journal, « declaration.transmise »; neutral ones if unknown."""
    return ACTIONS.get(action.removeprefix("declaration."), INCONNUE)


def _raconter(
    declaration: Declaration, ligne: LigneJournal, cote_caf: bool, libelles: Mapping[str, str]
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
        controle=_controle(details.get("controle")),
        portee=_portee(details, libelles),
        pour_le=_jour(" pour le", details.get("pour_le")),
        expire_le=_jour(" jusqu’au", details.get("expire_le")),
    )
    lisible = ligne.motif and ligne.action != "declaration.anomalie_justifiee"
    motif = ligne.motif if lisible and (mots.motif_caf or not cote_caf) else ""
    return Evenement(
        quand=ligne.le,
        texte=phrase,
        qui=_maison(declaration, ligne, mots),
        detail=citer(motif) if motif else "",
        ton=mots.ton,
    )


def _maison(declaration: Declaration, ligne: LigneJournal, mots: Mots) -> str:
    """Whom the author spoke for; nobody when the words are unknown."""
    if mots is INCONNUE:
        return ""
    if ligne.details.get("pour_le_partenaire") and not mots.par_la_caf:
        return f"{declaration.caf.nom}, pour le partenaire"
    return declaration.caf.nom if mots.par_la_caf else declaration.gestionnaire.nom


def _volet(nature: Any) -> str:
    return LIBELLES_VOLET.get(str(nature), "données")


def _controle(code: Any) -> str:
    """« : variation par rapport à l’exercice précédent (C06) », when the check is known."""
    try:
        titre = controle(str(code)).titre
    except KeyError:
        return ""
    return f"{ESPACE_INSECABLE}: {titre[0].lower()}{titre[1:]} ({code})"


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
