"""What people write when a figure moved: the reason and the text that suit it."""

from declarations.models.controles import MotifJustification
from declarations.regles.controles.contexte import Constat

Explication = tuple[str, str]

# By what moved, and whether it rose.
_ER: dict[tuple[str, bool], Explication] = {
    ("heures", True): (
        MotifJustification.ACTIVITE,
        "Une demi-journée d’accueil de plus par semaine depuis septembre, pour réduire l’attente.",
    ),
    ("heures", False): (
        MotifJustification.ORGANISATION,
        "Une accueillante absente de mai à septembre n’a pu être remplacée que deux mois.",
    ),
    ("charges", True): (
        MotifJustification.RECRUTEMENT,
        "Recrutement d’une psychologue à mi-temps, prévu au projet de service.",
    ),
    ("charges", False): (
        MotifJustification.FERMETURE,
        "Le loyer et le poste d’accueil du lieu fermé ne pèsent plus sur l’année entière.",
    ),
    ("estimation", True): (
        MotifJustification.ACTIVITE,
        "L’estimation suit la hausse des heures et des charges, expliquée par ailleurs.",
    ),
    ("estimation", False): (
        MotifJustification.ACTIVITE,
        "L’estimation suit la baisse des heures et des charges, expliquée par ailleurs.",
    ),
}
_CLAS: dict[tuple[str, bool], Explication] = {
    ("collectifs", True): (
        MotifJustification.COLLECTIF,
        "Un collectif de plus, demandé par l’école : douze familles étaient en liste d’attente.",
    ),
    ("enfants", True): (
        MotifJustification.ACTIVITE,
        "Le nouveau collectif accueille des enfants qui étaient en liste d’attente.",
    ),
    ("enfants", False): (
        MotifJustification.ACTIVITE,
        "Plusieurs familles ont déménagé en cours d’année ; les places sont de nouveau proposées.",
    ),
    ("charges", True): (
        MotifJustification.COLLECTIF,
        "Une animatrice et du matériel de plus, pour le nouveau collectif.",
    ),
    ("charges", False): (
        MotifJustification.ORGANISATION,
        "Deux intervenants salariés ont été relayés par des bénévoles formés.",
    ),
    ("estimation", True): (
        MotifJustification.ACTIVITE,
        "L’estimation suit les bonus demandés et les dépenses, expliqués par ailleurs.",
    ),
    ("estimation", False): (
        MotifJustification.ACTIVITE,
        "L’estimation suit la baisse des dépenses, expliquée par ailleurs.",
    ),
}
_CCT: dict[tuple[str, bool], Explication] = {
    ("etp_annuels", True): (
        MotifJustification.RECRUTEMENT,
        "Le poste laissé vacant fin août est de nouveau pourvu : l’année est complète.",
    ),
    ("etp_annuels", False): (
        MotifJustification.DEPART,
        "Un départ le 31 août ; le poste est resté vacant jusqu’au recrutement de janvier.",
    ),
    ("charges", True): (
        MotifJustification.RECRUTEMENT,
        "Le salaire du poste de nouveau pourvu pèse sur l’année entière.",
    ),
    ("charges", False): (
        MotifJustification.POSTE_VACANT,
        "Le salaire du poste vacant n’a été versé que huit mois.",
    ),
    ("estimation", True): (
        MotifJustification.ORGANISATION,
        "L’estimation suit le retour à une année complète, expliqué par ailleurs.",
    ),
    ("estimation", False): (
        MotifJustification.ORGANISATION,
        "L’estimation suit les mois de vacance du poste, expliqués par ailleurs.",
    ),
}
_VARIATIONS = {"er": _ER, "clas": _CLAS, "cct": _CCT}
_PAR_CONTROLE: dict[str, Explication] = {
    "C11": (
        MotifJustification.COLLECTIF,
        "Ce collectif répond à la demande de l’école. Nous savons qu’il n’est pas financé cette "
        "année et demandons son inscription à la prochaine notification.",
    ),
    "C12": (
        MotifJustification.ACTIVITE,
        "Deux fratries ont été accueillies ensemble ; un troisième intervenant encadre ce groupe.",
    ),
}
_AUTRE: Explication = (MotifJustification.AUTRE, "Écart vérifié avec notre expert-comptable.")


def expliquer(constat: Constat, dispositif: str) -> Explication:
    """The reason and the text that suit what moved."""
    if constat.code in _PAR_CONTROLE:
        return _PAR_CONTROLE[constat.code]
    sujet = constat.cle.partition(":")[2]
    famille = "heures" if sujet.startswith("heures") else sujet
    return _VARIATIONS[dispositif].get((famille, constat.ecart.startswith("+"))) or _AUTRE
