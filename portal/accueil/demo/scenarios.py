"""How far a declaration has come, as acts in order, in days after its window opened.

Each scenario ends in one state of the workflow, or in a situation worth seeing in one of them.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from declarations.regles.calendrier import DELAI_CORRECTION
from declarations.regles.grille import ACTIVITE, FINANCES
from portal.accueil.demo.parcours import Parcours, ecrire
from portal.accueil.demo.reperes import Reperes
from portal.dossiers.regles.a_rendre import bornes_de_la_demande

Acte = Callable[[Parcours, Reperes, datetime], None]
Scenario = tuple[tuple[int, Acte], ...]


def _saisir(volet: str, part: str = "1") -> Acte:
    return lambda parcours, _, quand: parcours.saisir(volet, quand, Decimal(part))


def _signer(volet: str) -> Acte:
    return lambda parcours, _, quand: parcours.signer(volet, quand)


def _renvoyer(parcours: Parcours, _: Reperes, quand: datetime) -> None:
    parcours.renvoyer(
        FINANCES,
        "Le loyer du second semestre n’apparaît pas au compte 61 : pouvez-vous vérifier ?",
        quand,
    )


def _transmettre(parcours: Parcours, _: Reperes, quand: datetime) -> None:
    parcours.transmettre(quand)


def _prendre_en_charge(parcours: Parcours, _: Reperes, quand: datetime) -> None:
    parcours.prendre_en_charge(quand)


def _valider(parcours: Parcours, _: Reperes, quand: datetime) -> None:
    parcours.valider(quand)


def _a_rendre(reperes: Reperes, quand: datetime, dans: int) -> date:
    """By so many days from today, be they past; a correction of another year had its own days."""
    demandee, le = quand.date(), reperes.dans(dans)
    if le > bornes_de_la_demande(demandee).au:
        return demandee + timedelta(days=DELAI_CORRECTION)
    return max(le, demandee)


def _demander_comptes(parcours: Parcours, reperes: Reperes, quand: datetime) -> None:
    parcours.faire_corriger(
        "Les comptes 61 et 62 semblent intervertis par rapport à l’an dernier. Merci de les "
        "vérifier, et d’ajuster le résultat s’il y a lieu.",
        _a_rendre(reperes, quand, 10),
        quand,
        champs=["comptes.61", "comptes.62", "resultat_annonce"],
    )


def _demander_activite(parcours: Parcours, reperes: Reperes, quand: datetime) -> None:
    parcours.faire_corriger(
        "Le nombre d’enfants ne correspond pas à votre rapport d’activité : merci de reprendre "
        "le volet activité.",
        _a_rendre(reperes, quand, -4),
        quand,
        volets=[ACTIVITE],
    )


def _corriger_comptes(parcours: Parcours, _: Reperes, quand: datetime) -> None:
    """Move a thousand euros from one account to the other: the total does not change."""
    comptes = {}
    for compte, de_plus in (("comptes.61", -1000), ("comptes.62", 1000)):
        montant = parcours.valeurs(FINANCES)[compte]
        assert isinstance(montant, Decimal)  # noqa: S101 (an account is an amount)
        comptes[compte] = ecrire(montant + de_plus)
    parcours.enregistrer(FINANCES, quand, comptes)
    parcours.signer(FINANCES, quand)


def _rectifier(parcours: Parcours, reperes: Reperes, quand: datetime) -> None:
    parcours.rectifier(
        "Le commissaire aux comptes a requalifié une subvention du Département : à reporter au "
        "compte 743.",
        _a_rendre(reperes, quand, 12),
        quand,
    )


def _sans_objet(parcours: Parcours, _: Reperes, quand: datetime) -> None:
    parcours.dire_sans_objet(
        f"La tournée est suspendue en {parcours.declaration.exercice} : le partenaire ne demande "
        "pas de subvention pour cet exercice.",
        quand,
    )


def _reprendre(parcours: Parcours, _: Reperes, quand: datetime) -> None:
    parcours.reprendre(quand)


def _assister(parcours: Parcours, _: Reperes, quand: datetime) -> None:
    parcours.assister(
        "La commune n’a plus d’accès à internet depuis l’incendie de la mairie : chiffres relevés "
        "avec la secrétaire, au téléphone.",
        quand,
    )


def _deroger(parcours: Parcours, reperes: Reperes, quand: datetime) -> None:
    parcours.deroger(
        "Départ de la comptable en pleine campagne ; budget voté avec un mois de retard.",
        reperes.dans(15),
        quand,
    )


_SAISIE: Scenario = ((4, _saisir(ACTIVITE)), (6, _saisir(FINANCES)))
_APPROUVER: Scenario = (*_SAISIE, (8, _signer(ACTIVITE)), (9, _signer(FINANCES)))
_TRANSMISE: Scenario = (*_APPROUVER, (11, _transmettre))
_INSTRUCTION: Scenario = (*_TRANSMISE, (14, _prendre_en_charge))
_VALIDEE: Scenario = (*_INSTRUCTION, (17, _valider))

SCENARIOS: Mapping[str, Scenario] = {
    "a_saisir": (),
    # Carried over from another declaration; each value waits to be confirmed.
    "reprise": ((3, _reprendre),),
    # The adviser types and signs in the partner's place; the partner still approves.
    "assistee": ((3, _assister), *_APPROUVER),
    "commencee": ((4, _saisir(ACTIVITE, "0.5")),),
    "en_saisie": (
        (4, _saisir(ACTIVITE)),
        (6, _saisir(FINANCES, "0.5")),
        (8, _signer(ACTIVITE)),
    ),
    "renvoyee": (*_APPROUVER, (13, _renvoyer)),
    "a_approuver": _APPROUVER,
    "transmise": _TRANSMISE,
    "en_instruction": _INSTRUCTION,
    "a_corriger": (*_INSTRUCTION, (16, _demander_comptes)),
    "correction_en_retard": (*_INSTRUCTION, (16, _demander_activite)),
    "validee": _VALIDEE,
    "corrigee": (
        *_INSTRUCTION,
        (16, _demander_comptes),
        (20, _corriger_comptes),
        (21, _transmettre),
        (23, _prendre_en_charge),
        (25, _valider),
    ),
    "rectificative": (*_VALIDEE, (22, _rectifier)),
    "sans_objet": ((7, _sans_objet),),
    # The window is over by then: the dérogation opens it again, and typing goes on.
    "derogation": ((20, _saisir(ACTIVITE)), (-6, _deroger), (-4, _saisir(FINANCES, "0.5"))),
}
