"""What each formula asks of people, as fields: the simulator draws its forms from here.

Beside the formulas, since a figure that one of them reads is a field here. A formula that only
counts its rows (collectifs, lieux) asks for totals; that of a CCT, which caps each post, asks post
by post.
"""

from collections.abc import Mapping
from decimal import Decimal

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.structure import Section
from subventions.regles.lecture import MOIS_MAX
from subventions.regles.parametres import CCT, CLAS, DIAGNOSTIC, ER
from subventions.regles.plan import CHARGE, Compte, PlanComptable

POSTES = "postes"
ACTIVITE, CHARGES, CONTRIBUTIONS = "activite", "charges", "contributions"
PREFIXE_COMPTE = "compte_"
# More than any project: a figure beyond is a slip, and each one is a row for the engine.
COLLECTIFS_MAX = 200
ETP_MAX = 20
# Figures that tell the size of a file: far above any real one, within what the engine reads.
EUROS_MAX, HEURES_MAX = Decimal(999_999_999), Decimal(999_999)


def _euros(code: str, libelle: str, aide: str = "", *, obligatoire: bool = True) -> Champ:
    return Champ(
        code, libelle, "euros", aide, obligatoire=obligatoire, maximum=EUROS_MAX, unite="€"
    )


def _collectifs(code: str, libelle: str, aide: str = "") -> Champ:
    return Champ(code, libelle, "entier", aide, maximum=Decimal(COLLECTIFS_MAX))


def _heures(code: str, libelle: str, aide: str = "") -> Champ:
    return Champ(code, libelle, "heures", aide, maximum=HEURES_MAX, unite="h")


_DES_POSTES = Section(
    POSTES,
    "Poste",
    (
        Champ(
            "etp",
            "Temps de travail",
            "etp",
            "En équivalent temps plein : 1 pour un temps plein, 0,5 pour un mi-temps.",
            maximum=Decimal(ETP_MAX),
            unite="ETP",
        ),
        Champ("mois", "Mois dans l’année", "mois", maximum=Decimal(MOIS_MAX), unite="mois"),
        _euros("salaire_charge", "Salaire chargé", "Salaire brut et charges patronales."),
        _euros("autres_depenses", "Autres dépenses du poste", "0 s’il n’y en a pas."),
    ),
    repetition=POSTES,
)

_ACTIVITES: Mapping[str, tuple[Section[Champ], ...]] = {
    CCT: (_DES_POSTES,),
    DIAGNOSTIC: (Section(ACTIVITE, "Diagnostic", (_euros("depense", "Dépense du diagnostic"),)),),
    CLAS: (
        Section(
            ACTIVITE,
            "Activité",
            (
                _collectifs("collectifs", "Collectifs réalisés"),
                _collectifs(
                    "collectifs_notifies",
                    "Collectifs notifiés",
                    "Ceux que la Caf finance : leur nombre vient de la notification.",
                ),
                _collectifs("bonus_enfants", "Collectifs avec bonus enfants"),
                _collectifs("bonus_parents", "Collectifs avec bonus parents"),
            ),
        ),
    ),
    ER: (
        Section(
            ACTIVITE,
            "Activité",
            (
                _heures("heures_rencontres", "Heures de rencontres", "De tous les lieux."),
                _heures("heures_entretiens", "Heures d’entretiens", "De tous les lieux."),
                _heures("heures_organisation", "Heures d’organisation", "De tous les lieux."),
            ),
        ),
    ),
}
SUR_LES_CHARGES = frozenset({CLAS, ER})


def sections(dispositif: str, plan: PlanComptable, annee: int) -> tuple[Section[Champ], ...]:
    """Fields of one formula, accounts of the exercice included; KeyError for an unknown one."""
    activite = _ACTIVITES[dispositif]
    if dispositif not in SUR_LES_CHARGES:
        return activite
    comptes = plan.valides(annee).feuilles(CHARGE)
    ordinaires = tuple(_compte(c) for c in comptes if not c.est_contribution_volontaire)
    apports = tuple(_compte(c) for c in comptes if c.est_contribution_volontaire)
    return (
        *activite,
        Section(CHARGES, "Charges", ordinaires, "Un compte laissé vide vaut zéro."),
        Section(CONTRIBUTIONS, "Contributions volontaires", apports),
    )


def numero_de(code: str) -> str:
    """The account that a field is of; empty for another field."""
    return code.removeprefix(PREFIXE_COMPTE) if code.startswith(PREFIXE_COMPTE) else ""


def _compte(compte: Compte) -> Champ:
    libelle = f"{compte.numero} {compte.libelle}"
    return _euros(PREFIXE_COMPTE + compte.numero, libelle, obligatoire=False)
