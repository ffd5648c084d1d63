"""Fields to fill, under their headings: what every form of values is drawn from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.saisie.presentation.valeurs import valeur_saisie
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.progression import Progression
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur
from portal.socle.composants import ChampSaisie

AIDE_DATE = "Sous la forme JJ/MM/AAAA."
ALERTE_CONFLIT = "Deux valeurs saisies en même temps : choisissez-en une en haut de la page."


@dataclass(frozen=True)
class Bloc:
    """Fields under one heading."""

    titre: str
    champs: tuple[ChampSaisie, ...]
    aide: str = ""
    groupe: str = ""


@dataclass(frozen=True)
class Groupe:
    """One row of a repetition with its blocs, or what is asked once. ``cle`` is that of the row."""

    ancre: str
    titre: str
    blocs: tuple[Bloc, ...]
    progression: Progression | None = None
    cle: str = ""


@dataclass(frozen=True)
class Reste:
    """What was just typed and not kept – refused or in conflict –, shown again as it was typed.

    ``erreurs`` are the messages by chemin, ``conflits`` the chemins to choose from.
    """

    saisie: Mapping[str, Valeur] = field(default_factory=dict)
    erreurs: Mapping[str, str] = field(default_factory=dict)
    conflits: Collection[str] = ()


def dessiner(
    place: Emplacement[Champ, Ligne],
    valeur: Valeur,
    reste: Reste,
    *,
    ouvert: bool = True,
    **precisions: Any,
) -> ChampSaisie:
    """One field at its place, with the value kept or what was just typed.

    ``ouvert`` when the person types in it now; ``precisions`` are what its trade adds to
    ``ChampSaisie``.
    """
    champ, chemin = place.champ, place.chemin
    # A read-only field is formatted by its component.
    gardee = valeur_saisie(champ, valeur) if ouvert or champ.type == "date" else valeur
    defauts: dict[str, Any] = {
        "aide": " ".join(filter(None, (champ.aide, AIDE_DATE if champ.type == "date" else ""))),
        "obligatoire": champ.obligatoire,
        # An account left empty is worth zero: said once for all of them, not on each line.
        "signaler_facultatif": not place.section.groupe,
    }
    if champ.longueur:
        defauts["attributs"] = {"maxlength": str(champ.longueur)}
    return ChampSaisie(
        chemin=chemin,
        libelle=champ.libelle,
        nom=place.libelle_complet if place.lignes else "",
        type="nombre" if champ.est_numerique else champ.type,
        valeur=reste.saisie.get(chemin, gardee),
        unite=champ.unite,
        negatif=champ.est_numerique and (champ.minimum is None or champ.minimum < 0),
        lecture_seule=not ouvert,
        choix=champ.options,
        a_part=champ.a_part,
        erreurs=[reste.erreurs[chemin]] if chemin in reste.erreurs else [],
        alertes=[ALERTE_CONFLIT] if chemin in reste.conflits else [],
        **(defauts | precisions),
    )


def groupes_d_ensemble(
    blocs: Iterable[Bloc], titres: Mapping[str, str], defaut: str
) -> list[Groupe]:
    """Gather what is asked once: one group for each ``Bloc.groupe``, the others together.

    ``titres`` names the groups; the others are called as their only bloc, else ``defaut``.
    """
    remplis = [bloc for bloc in blocs if bloc.champs]
    groupes = []
    for groupe in dict.fromkeys(bloc.groupe for bloc in remplis):
        siens = tuple(bloc for bloc in remplis if bloc.groupe == groupe)
        titre = titres.get(groupe) or (siens[0].titre if len(siens) == 1 else defaut)
        groupes.append(Groupe(f"ensemble-{groupe}".rstrip("-"), titre, siens))
    return groupes


def titre_de_bloc(titre: str, groupe: str, champs: Sequence[ChampSaisie]) -> str:
    """A class of accounts of one line bears the same name as its line: said once."""
    return "" if len(champs) == 1 and groupe else titre
