"""Whom each act tells, and in which words: one row for each act and audience.

The sentences name neither a figure nor a reason, which not every role may read (DOMAINE §3.3): the
portal shows them to who may. ``{caf}``, ``{partenaire}`` and ``{qui}`` (who did it) are always
given, ``{volet}`` for an act on one volet, ``{pour_le}`` and ``{expire_le}`` when the act bears
that day. ``vue`` is the page of the file unless it is said: ``VOLET`` is that of the volet
concerned, or the file when there are several.
"""

from collections.abc import Collection, Iterable

from declarations.regles.etats.vocabulaire import (
    AVANT_ENVOI,
    CHEZ_LA_CAF,
    CHEZ_LE_PARTENAIRE,
    FOURNISSEUR_DU_VOLET,
    ActeurDossier,
    Action,
    Etat,
)
from portal.dossiers.regles.nouvelles import Nouvelle, nouvelles_dites, tient_encore

DOSSIER, VOLET, APPROBATION = (
    "declarations:dossier",
    "declarations:volet",
    "declarations:approbation",
)
_FOURNISSEURS = frozenset(FOURNISSEUR_DU_VOLET.values())
_APPROBATEUR = frozenset({ActeurDossier.APPROBATEUR})
_PARTENAIRE = _FOURNISSEURS | _APPROBATEUR
_CONSEILLER = frozenset({ActeurDossier.CONSEILLER})
_TOUJOURS = frozenset(Etat)


NOUVELLES = (
    Nouvelle(
        Action.SIGNER,
        _APPROBATEUR,
        "Une déclaration est à approuver",
        "Les deux volets sont signés : relisez la déclaration avant de la transmettre à la Caf.",
        APPROBATION,
        frozenset({Etat.A_APPROUVER}),
        frozenset({Etat.A_APPROUVER}),
    ),
    Nouvelle(
        Action.RENVOYER,
        _FOURNISSEURS,
        "Un volet vous est renvoyé",
        "{qui} vous renvoie les {volet} au lieu de les approuver, et dit pourquoi sur le portail.",
        VOLET,
        frozenset({Etat.EN_SAISIE, Etat.A_CORRIGER}),
    ),
    Nouvelle(
        Action.TRANSMETTRE,
        _CONSEILLER,
        "Une déclaration est transmise",
        "{partenaire} a transmis cette déclaration : elle est à prendre en charge.",
        tant_que=frozenset({Etat.TRANSMISE}),
    ),
    Nouvelle(
        Action.TRANSMETTRE,
        _PARTENAIRE,
        "Votre déclaration est transmise à la Caf",
        "{qui} a approuvé votre déclaration et l’a transmise à la {caf}.",
        tant_que=CHEZ_LA_CAF | {Etat.VALIDEE},
    ),
    Nouvelle(
        Action.DEMANDER_CORRECTION,
        _PARTENAIRE,
        "La Caf vous demande une correction",
        "La {caf} vous demande une correction, à transmettre pour le {pour_le}, et dit pourquoi "
        "sur le portail.",
        VOLET,
        frozenset({Etat.A_CORRIGER}),
    ),
    Nouvelle(
        Action.VALIDER,
        _PARTENAIRE,
        "Votre déclaration est validée",
        "La {caf} a validé votre déclaration.",
        tant_que=frozenset({Etat.VALIDEE}),
    ),
    Nouvelle(
        Action.RECTIFIER,
        _PARTENAIRE,
        "Une déclaration rectificative est ouverte",
        "La {caf} a ouvert une déclaration rectificative, à transmettre pour le {pour_le}. La "
        "déclaration validée compte tant que la rectificative ne l’est pas.",
        tant_que=frozenset({Etat.A_CORRIGER}),
    ),
    Nouvelle(
        Action.ELARGIR_CORRECTION,
        _PARTENAIRE,
        "La Caf élargit sa demande de correction",
        "La {caf} ouvre d’autres données à la correction, à transmettre pour le {pour_le}, et dit "
        "pourquoi sur le portail. Ce qui est déjà saisi reste.",
        VOLET,
        frozenset({Etat.A_CORRIGER}),
    ),
    Nouvelle(
        Action.RETIRER_CORRECTION,
        _PARTENAIRE,
        "La Caf retire sa demande de correction",
        "La {caf} retire la correction qu’elle vous demandait : vous n’avez rien à faire.",
        tant_que=frozenset({Etat.EN_INSTRUCTION, Etat.VALIDEE}),
    ),
    Nouvelle(
        Action.DECLARER_SANS_OBJET,
        _PARTENAIRE,
        "Une déclaration n’a plus d’objet",
        "La {caf} a déclaré cette déclaration sans objet : vous n’avez plus rien à faire.",
        tant_que=frozenset({Etat.SANS_OBJET}),
    ),
    Nouvelle(
        Action.RETABLIR,
        _PARTENAIRE,
        "Une déclaration est rétablie",
        "La {caf} a rétabli cette déclaration, qu’elle avait déclarée sans objet.",
        tant_que=_TOUJOURS - {Etat.SANS_OBJET},
    ),
    Nouvelle(
        Action.ACCORDER_DEROGATION,
        _PARTENAIRE,
        "La Caf vous accorde une dérogation",
        "La {caf} vous laisse transmettre cette déclaration jusqu’au {expire_le} inclus.",
        tant_que=AVANT_ENVOI,
    ),
    Nouvelle(
        Action.RETIRER_DEROGATION,
        _PARTENAIRE,
        "La Caf retire une dérogation",
        "La {caf} retire la dérogation qui courait jusqu’au {expire_le}, et dit pourquoi sur le "
        "portail.",
        tant_que=AVANT_ENVOI,
    ),
    Nouvelle(
        Action.ASSISTER,
        _PARTENAIRE,
        "La Caf saisit pour vous",
        "{qui}, de la {caf}, saisit cette déclaration à votre place, et dit pourquoi sur le "
        "portail. Vous restez seuls à pouvoir l’approuver.",
        tant_que=CHEZ_LE_PARTENAIRE,
    ),
    Nouvelle(
        Action.CESSER_ASSISTER,
        _PARTENAIRE,
        "La saisie vous est rendue",
        "La {caf} ne saisit plus cette déclaration à votre place : vous pouvez la reprendre.",
        tant_que=CHEZ_LE_PARTENAIRE,
    ),
)

# An actualisée is asked for by an adviser: its call is no act on a file, which it makes.
APPEL = Nouvelle(
    "appeler",
    _PARTENAIRE,
    "La Caf vous demande une actualisée",
    "La {caf} vous demande une déclaration actualisée, à transmettre pour le {pour_le}.",
    tant_que=AVANT_ENVOI,
)

# The dates of a window are those of many files: one notice for each person, whatever their number.
DATES = Nouvelle(
    "dater",
    _PARTENAIRE,
    "Les dates d’une saisie ont changé",
    "La {caf} a changé les dates : {quoi}, saisie ouverte du {ouvre_le} au {ferme_le} inclus, "
    "échéance annoncée le {pour_le}.",
    tant_que=AVANT_ENVOI,
)


def nouvelles_de(action: str, etat: str) -> tuple[Nouvelle, ...]:
    """What an act that led to this state tells, the first row that names a person being theirs."""
    return nouvelles_dites(NOUVELLES, action, etat)


def encore_vraie(action: str, acteurs: Iterable[str], etat: str) -> bool:
    """Tell whether what an act told to these actors holds in this state."""
    return tient_encore((*NOUVELLES, APPEL, DATES), action, frozenset(acteurs), etat)


def concerne(nouvelle: Nouvelle, acteurs: Collection[str], volets: Collection[str]) -> bool:
    """Tell whether an act tells these actors: of the providers, those of the volets it touches.

    All of them when it is about no volet.
    """
    ailleurs = {qui for v, qui in FOURNISSEUR_DU_VOLET.items() if volets and v not in volets}
    return bool((nouvelle.pour - ailleurs) & frozenset(acteurs))
