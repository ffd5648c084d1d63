"""What each act of the journal of a declaration is called, on each side."""

from collections.abc import Mapping
from dataclasses import dataclass


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
    "correction_elargie": Mots(
        "{qui} a élargi la correction {portee}{pour_le}",
        "{qui} a élargi la correction demandée au partenaire {portee}{pour_le}",
        ton="attention",
        par_la_caf=True,
    ),
    "correction_retiree": Mots(
        "{qui} a retiré la correction demandée",
        "{qui} a retiré la correction demandée au partenaire",
        ton="info",
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
    "derogation_retiree": Mots(
        "{qui} a retiré la dérogation qui courait{expire_le}",
        "{qui} a retiré la dérogation qui courait{expire_le}",
        ton="attention",
        par_la_caf=True,
    ),
}


def mots_de(action: str) -> Mots:
    """Words of an action of the journal, « declaration.transmise »; neutral ones if unknown."""
    return ACTIONS.get(action.removeprefix("declaration."), INCONNUE)
