"""What the shared components of ``templates/composants/`` are given.

Each class is the content of one component, ready to be shown: figures and dates are
already written in French. Pages build them in their views; templates hold no rule.
``/composants/`` shows every component in all its states.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.socle import formats
from portal.socle.denombrement import dire_combien

# Tones of badges, notices and banners. The text always says what the colour says.
TONS = ("neutre", "info", "succes", "attention", "erreur")


@dataclass(frozen=True)
class EtapeSuivi:
    """A step of the step bar. ``statut``: "faite", "courante" or "a_venir"."""

    libelle: str
    statut: str
    detail: str = ""


@dataclass(frozen=True)
class Repere:
    """A reference figure beside a field: « Réelle 2024 : 1 234 h  +12,4 % »."""

    libelle: str
    valeur: str
    variation: str = ""
    alerte: bool = False


@dataclass(frozen=True)
class ChampSaisie:
    """A field to fill, at its ``chemin``, with its reference figures.

    ``type``: "nombre", "texte", "texte_long", "date", "choix", "choix_multiples" or "oui_non".
    ``valeur`` is what was typed (a sequence for "choix_multiples"). ``nom`` names the field where
    it is read alone, its row with it, when its label does not. ``a_part`` are answers that
    stand for any other (« ne sait pas »), a box beside a field that offers no choice;
    ``exclusifs`` the choices that stand alone. ``reportable`` offers to take the
    answer of its first mark again; ``repris_de`` names where a
    value was carried over from, until it is confirmed. ``reserve`` marks a figure that not
    everybody reads. ``si`` is how the name of the yes/no it depends on ends, ``si_ailleurs`` when a
    « oui » out of this page asks for it too, ``masque`` while it is not asked for. ``negatif``: a
    number that may be below zero, for which the figures of a telephone have no sign to offer.
    """

    chemin: str
    libelle: str
    type: str = "nombre"
    valeur: str | Sequence[str] = ""
    unite: str = ""
    aide: str = ""
    obligatoire: bool = True
    signaler_facultatif: bool = True
    lecture_seule: bool = False
    choix: Sequence[tuple[str, str]] = ()
    a_part: Sequence[tuple[str, str]] = ()
    exclusifs: Sequence[str] = ()
    erreurs: Sequence[str] = ()
    alertes: Sequence[str] = ()
    reperes: Sequence[Repere] = ()
    attributs: Mapping[str, str] | None = None
    reportable: bool = False
    repris_de: str = ""
    reserve: bool = False
    si: str = ""
    si_ailleurs: bool = False
    masque: bool = False
    negatif: bool = False
    nom: str = ""

    @property
    def id(self) -> str:
        return id_de(self.chemin)

    @property
    def options(self) -> Sequence[tuple[str, str]]:
        """Choices offered; « oui_non » brings its own."""
        choix = (("oui", "Oui"), ("non", "Non")) if self.type == "oui_non" else self.choix
        return (*choix, *self.a_part) if choix else ()

    @property
    def choisis(self) -> Sequence[str]:
        """Codes chosen."""
        return [self.valeur] if isinstance(self.valeur, str) else self.valeur

    @property
    def seuls(self) -> frozenset[str]:
        """Codes that stand alone: ticked, they untick the others."""
        return frozenset((*self.exclusifs, *(code for code, _ in self.a_part)))

    @property
    def texte(self) -> str:
        """What the input of a field without choices holds, its box apart."""
        return next((v for v in self.choisis if v not in self.seuls), "")

    @property
    def valeur_lue(self) -> str:
        """The value as a reader sees it, labels rather than codes."""
        if dits := [nom for code, nom in self.options or self.a_part if code in self.choisis]:
            return ", ".join(dits)
        if self.options:
            return ""
        if self.type == "nombre":
            return formats.avec_unite(str(self.valeur), self.unite) or str(self.valeur)
        return str(self.valeur)

    @property
    def decrit_par(self) -> str:
        """Ids for aria-describedby, in reading order."""
        parties = (
            ("erreur", self.erreurs),
            ("alerte", self.alertes),
            ("repris", self.repris_de),
            ("aide", self.aide),
            ("reperes", self.reperes),
        )
        return " ".join(f"{self.id}-{suffixe}" for suffixe, contenu in parties if contenu)


@dataclass(frozen=True)
class Interlocuteur:
    """The adviser whom every page of a file names."""

    nom: str
    fonction: str = ""
    caf: str = ""
    telephone: str = ""
    courriel: str = ""
    remplace: str = ""


@dataclass(frozen=True)
class Evenement:
    """A line of the timeline: what happened, when, by whom."""

    quand: datetime
    texte: str
    qui: str = ""
    detail: str = ""
    ton: str = "neutre"


@dataclass(frozen=True)
class Compteur:
    """A figure of somebody's day: what it counts, and the address of the list behind it.

    ``combien`` is counted as far as ``portal.socle.denombrement`` does.
    """

    libelle: str
    combien: int
    adresse: str

    def __str__(self) -> str:
        return dire_combien(self.combien)


@dataclass(frozen=True)
class Fait:
    """A line of the definition list of facts."""

    libelle: str
    valeur: str
    aide: str = ""


@dataclass(frozen=True)
class ErreurSaisie:
    """A line of the error summary, linked to its field."""

    message: str
    ancre: str = ""


def id_de(chemin: str) -> str:
    """HTML id of the field at this ``chemin``: « comptes.64 » gives « id_comptes-64 »."""
    return f"id_{chemin.replace('.', '-')}"
