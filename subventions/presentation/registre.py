"""The barème registry as people read it: values in French, gaps said aloud."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from habilitations.permissions import Acteur
from habilitations.regles.exercices import exercice_du, libelle_exercice
from portal.socle.formats import euros, nombre, taux
from subventions.models import LigneBareme
from subventions.models.bareme import LigneBaremeQuerySet
from subventions.models.valeurs import ValeurBareme
from subventions.regles.parametres import (
    AUCUN_COMPTE,
    COMPTES,
    DISPOSITIFS,
    MONTANT,
    PARAMETRES,
    PRORATA_AUCUN,
    PRORATA_ETP_MOIS,
    TAUX,
    Parametre,
    parametre,
)

# The proposal a line comes from, or that of the line it continues.
LIEES = ("caf", "proposition", "suite_de__proposition")
_EN_MOTS = {
    PRORATA_ETP_MOIS: "selon l’ETP et les mois",
    PRORATA_AUCUN: "sans prorata",
}
# A hypothesis says so by its badge.
_MARQUES = {"S": "Énoncée", "P": "Publiée", "H": "", "S/H": "Énoncée"}

# Scope (a Caf, or None), dispositif, parameter, first and last exercice of a value to start from.
Reprendre = Callable[[Acteur, int | None, str, str, int, int | None], str]


@dataclass(frozen=True)
class LigneRegistre:
    """A line of the registry, or a value that is missing (``publiee`` false).

    ``proposition`` is the one it was published from, with its document and its reason; ``reprise``
    what the form of a new value starts from, for who may propose one of that scope.
    """

    parametre: str
    portee: str
    valeur: str = ""
    validite: str = ""
    source: str = ""
    marque: str = ""
    a_confirmer: tuple[str, ...] = ()
    publiee: bool = True
    proposition: int | None = None
    reprise: str = ""


@dataclass(frozen=True)
class Registre:
    """Barème of one dispositif for one exercice."""

    dispositif: str
    exercice: str
    lignes: list[LigneRegistre]


def lignes_visibles(acteur: Acteur) -> LigneBaremeQuerySet:
    """All lines for the national administrator; national ones and one's Caf's for an agent."""
    if acteur.est_national:
        return LigneBareme.objects.en_vigueur()
    cafs = {a.caf_id for a in acteur.affectations if a.caf_id}
    return LigneBareme.objects.en_vigueur().filter(Q(caf__isnull=True) | Q(caf__in=cafs))


def registres(acteur: Acteur, annee: int | None, reprendre: Reprendre) -> list[Registre]:
    """Lines in force by dispositif, for an exercice or for the one under way; one query.

    ``reprendre`` gives the ``reprise`` of each line.
    """
    annees = {d: exercice_du(d, acteur.jour) if annee is None else annee for d in DISPOSITIFS}
    en_vigueur = Q()
    for dispositif, debut in annees.items():
        en_vigueur |= Q(Q(fin__isnull=True) | Q(fin__gte=debut), dispositif=dispositif) & Q(
            debut__lte=debut
        )
    lignes = list(lignes_visibles(acteur).filter(en_vigueur).select_related(*LIEES))
    return [
        Registre(
            DISPOSITIFS[dispositif],
            libelle_exercice(dispositif, debut),
            _du_dispositif(
                dispositif,
                debut,
                [ligne for ligne in lignes if ligne.dispositif == dispositif],
                acteur,
                reprendre,
            ),
        )
        for dispositif, debut in annees.items()
    ]


def _du_dispositif(
    dispositif: str,
    annee: int,
    lignes: list[LigneBareme],
    acteur: Acteur,
    reprendre: Reprendre,
) -> list[LigneRegistre]:
    """Parameters in the order of the formula; a required one without value is said missing."""
    cafs = {a.caf_id for a in acteur.affectations if a.caf_id}
    resultat = []
    for attendu in PARAMETRES[dispositif]:
        presentes = [ligne for ligne in lignes if ligne.parametre == attendu.code]
        if attendu.obligatoire and _manque(presentes, cafs):
            reprise = reprendre(acteur, None, dispositif, attendu.code, annee, None)
            manque = LigneRegistre(
                _titre(attendu.libelle), "Nationale", publiee=False, reprise=reprise
            )
            resultat.append(manque)
        presentes.sort(key=lambda ligne: (ligne.caf.code if ligne.caf else "", ligne.debut))
        resultat += [_ecrire(ligne, acteur, reprendre) for ligne in presentes]
    return resultat


def _manque(lignes: Iterable[LigneBareme], cafs: set[int]) -> bool:
    """No national line, and a Caf that looks (or any, for the Cnaf) has none of its own."""
    portees = {ligne.caf_id for ligne in lignes}
    return None not in portees and not (cafs and cafs <= portees)


def _ecrire(ligne: LigneBareme, acteur: Acteur, reprendre: Reprendre) -> LigneRegistre:
    return LigneRegistre(
        parametre=_titre(ligne.libelle),
        portee=_titre(ligne.portee),
        valeur=valeur_en_mots(ligne, parametre(ligne.dispositif, ligne.parametre)),
        validite=validite(ligne),
        source=ligne.source,
        marque=_MARQUES[ligne.marque],
        a_confirmer=a_confirmer(ligne),
        proposition=_proposition(ligne),
        reprise=reprendre(
            acteur, ligne.caf_id, ligne.dispositif, ligne.parametre, ligne.debut, ligne.fin
        ),
    )


def _proposition(ligne: LigneBareme) -> int | None:
    """Key of the proposal a line comes from; of the line it continues, for what was cut."""
    if ligne.suite_de is not None:
        return _proposition(ligne.suite_de)
    proposition = getattr(ligne, "proposition", None)
    return proposition.pk if proposition else None


def a_confirmer(ligne: ValeurBareme) -> tuple[str, ...]:
    """What is a hypothesis in a line: its value, its reading, its renewal (mark H)."""
    if ligne.marque == "H":
        return tuple(texte for texte in ("Hypothèse, à confirmer", ligne.note) if texte)
    return (ligne.note or "Lecture à confirmer",) if ligne.en_parametre().est_a_confirmer else ()


def valeur_en_mots(ligne: ValeurBareme, attendu: Parametre | None) -> str:
    """« 60 % », « 48 000,00 € », « sans prorata », « 864 »."""
    if ligne.valeur is None:
        if attendu and attendu.nature == COMPTES:
            return "aucun" if ligne.texte == AUCUN_COMPTE else ligne.texte.replace(",", ", ")
        return _EN_MOTS.get(ligne.texte, ligne.texte)
    if attendu and attendu.nature == TAUX:
        return taux(ligne.valeur)
    return euros(ligne.valeur) if attendu and attendu.nature == MONTANT else nombre(ligne.valeur)


def validite(ligne: ValeurBareme) -> str:
    """« depuis 2024 », « 2024 seulement », « de 2023-2024 à 2025-2026 »."""
    debut = libelle_exercice(ligne.dispositif, ligne.debut)
    if ligne.fin is None:
        return f"depuis {debut}"
    if ligne.fin == ligne.debut:
        return f"{debut} seulement"
    return f"de {debut} à {libelle_exercice(ligne.dispositif, ligne.fin)}"


def _titre(texte: str) -> str:
    """Capital at the beginning only: « Plafond par ETP »."""
    return texte[:1].upper() + texte[1:]
