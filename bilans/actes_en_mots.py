"""What each act of the journal of a bilan is called, on each side."""

from collections.abc import Mapping

from declarations.actes_en_mots import INCONNUE, Mots

ACTIONS: Mapping[str, Mots] = {
    "ouvert": Mots(
        "La Caf vous a demandé ce bilan", "Le bilan a été demandé au partenaire", par_la_caf=True
    ),
    "commence": Mots("{qui} a commencé à remplir le bilan", "{qui} a commencé à remplir le bilan"),
    "ligne_ajoutee": Mots("{qui} a ajouté {ligne}", "{qui} a ajouté {ligne}"),
    "ligne_modifiee": Mots("{qui} a renommé {ligne}", "{qui} a renommé {ligne}"),
    "ligne_retiree": Mots("{qui} a retiré {ligne}", "{qui} a retiré {ligne}"),
    "ligne_retablie": Mots("{qui} a rétabli {ligne}", "{qui} a rétabli {ligne}"),
    "lignes_reprises": Mots(
        "{qui} a repris des lignes de {source}", "{qui} a repris des lignes de {source}"
    ),
    "reponses_reportees": Mots(
        "{qui} a reporté des réponses de {source}", "{qui} a reporté des réponses de {source}"
    ),
    "chiffres_repris": Mots(
        "{qui} a repris des chiffres de la déclaration",
        "{qui} a repris des chiffres de la déclaration",
    ),
    "ecart_explique": Mots(
        "{qui} a expliqué un écart avec la déclaration",
        "{qui} a expliqué un écart avec la déclaration",
    ),
    "piece_jointe": Mots("{qui} a joint un fichier", "{qui} a joint un fichier"),
    "piece_retiree": Mots("{qui} a retiré un fichier", "{qui} a retiré un fichier"),
    "message": Mots("{qui} a écrit un message à la Caf", "{qui} vous a écrit un message"),
    "message_caf": Mots(
        "{qui} vous a écrit un message", "{qui} a écrit un message au partenaire", par_la_caf=True
    ),
    "transmis": Mots("{qui} a transmis le bilan à la Caf", "{qui} a transmis le bilan", ton="info"),
    "pris_en_charge": Mots(
        "{qui} a pris votre bilan en charge",
        "{qui} a pris le bilan en charge",
        ton="info",
        par_la_caf=True,
    ),
    "reponse_modifiee": Mots(
        "{qui} a modifié {combien} de votre bilan",
        "{qui} a modifié {combien} du partenaire",
        ton="attention",
        par_la_caf=True,
    ),
    "complement_demande": Mots(
        "{qui} vous a demandé de compléter le bilan{pour_le}",
        "{qui} a demandé un complément au partenaire{pour_le}",
        ton="attention",
        par_la_caf=True,
    ),
    "valide": Mots(
        "{qui} a validé votre bilan", "{qui} a validé le bilan", ton="succes", par_la_caf=True
    ),
    "rouvert": Mots(
        "{qui} a rouvert la validation de votre bilan",
        "{qui} a rouvert la validation",
        par_la_caf=True,
    ),
    "sans_objet": Mots(
        "{qui} a déclaré ce bilan sans objet",
        "{qui} a classé le bilan sans objet",
        par_la_caf=True,
    ),
    "retabli": Mots(
        "{qui} a rétabli ce bilan",
        "{qui} a rétabli le bilan, classé sans objet",
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
    """Words of an action of the journal, « bilan.transmis »; neutral ones if unknown."""
    return ACTIONS.get(action.removeprefix("bilan."), INCONNUE)
