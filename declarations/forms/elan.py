"""The form of a reprise: one block per collectif, added and removed without JavaScript."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django import forms
from django.http import QueryDict

from declarations.forms.volet import TITRES_GROUPES
from declarations.regles.elan import (
    COLLECTIFS_MAX,
    NUMERO_ELAN,
    NUMERO_ELAN_MAX,
    chemin_libelle,
)
from declarations.regles.grille import (
    PREVISIONNELLE,
    ChampGrille,
    Grille,
    LigneGrille,
    SectionGrille,
)
from declarations.regles.lignes import LONGUEUR_LIBELLE
from portal.saisie.regles.valeurs import Valeur, lire
from portal.socle.composants import ChampSaisie, ErreurSaisie
from portal.socle.formats import nombre

_CLE = re.compile(r"c[1-9][0-9]{0,2}")
_PREFIXES = ("collectifs.", "comptes.")


class ImportElanForm(forms.Form):
    """The workbook to read."""

    fichier = forms.FileField(
        label="Classeur à importer (.xlsx)",
        help_text="5 Mo et 5 000 lignes par feuille au plus.",
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
        },
    )


@dataclass(frozen=True)
class BlocElan:
    """Fields under one heading; ``cle`` is that of the row, for the button that removes it."""

    titre: str
    champs: tuple[ChampSaisie, ...]
    cle: str = ""
    aide: str = ""


@dataclass(frozen=True)
class SaisieElan:
    """What the form holds: rows and raw texts by chemin, and the revision it started from."""

    lignes: tuple[LigneGrille, ...]
    brut: Mapping[str, Valeur]
    revision: int = 0
    # None when the page does not hold it: it is then left as it is.
    numero_elan: str | None = None

    @classmethod
    def depuis(cls, postees: QueryDict) -> "SaisieElan":
        """Read a form sent; fields of rows that are no longer there are dropped."""
        cles = [c for c in dict.fromkeys(postees.getlist("ligne")) if _CLE.fullmatch(c)]
        lignes = tuple(
            LigneGrille(c, postees.get(chemin_libelle(c), "")) for c in cles[:COLLECTIFS_MAX]
        )
        gardees = {ligne.cle for ligne in lignes}
        brut = {
            nom: valeur
            for nom, valeur in postees.items()
            if nom.startswith("projet_") or (nom.startswith(_PREFIXES) and _est_garde(nom, gardees))
        }
        revision = postees.get("revision", "")
        chiffres = revision.isascii() and revision.isdigit() and len(revision) < 10
        numero = postees.get(NUMERO_ELAN)
        numero = None if numero is None else numero.strip()
        return cls(lignes, brut, int(revision) if chiffres else 0, numero)

    def avec(self, combien: int) -> "SaisieElan":
        """As many collectifs as asked for: added at the end, or removed from there."""
        combien = min(max(combien, 1), COLLECTIFS_MAX)
        gardees = list(self.lignes[:combien])
        dernier = max((int(ligne.cle[1:]) for ligne in self.lignes), default=0)
        while len(gardees) < combien:
            dernier += 1
            gardees.append(LigneGrille(f"c{dernier}", ""))
        return replace(self, lignes=tuple(gardees))

    def sans(self, cle: str) -> "SaisieElan":
        """The same without one collectif."""
        gardees = tuple(ligne for ligne in self.lignes if ligne.cle != cle)
        brut = {c: v for c, v in self.brut.items() if not c.startswith(f"collectifs.{cle}.")}
        return replace(self, lignes=gardees, brut=brut)


def _est_garde(nom: str, cles: set[str]) -> bool:
    return not nom.startswith("collectifs.") or nom.split(".")[1] in cles


@dataclass
class FormulaireElan:
    """The blocks of fields of a reprise, made from the grid; ``typee`` tells texts just typed."""

    grille: Grille
    saisie: SaisieElan
    erreurs: Mapping[str, str] = field(default_factory=dict)
    typee: bool = False

    @property
    def collectifs(self) -> list[BlocElan]:
        return [
            self._collectif(rang, ligne) for rang, ligne in enumerate(self.saisie.lignes, start=1)
        ]

    @property
    def numero(self) -> BlocElan:
        """The number of the project in ELAN, which finds it again there."""
        champ = ChampSaisie(
            chemin=NUMERO_ELAN,
            libelle="N° du projet dans ELAN",
            type="texte",
            valeur=self.saisie.numero_elan or "",
            attributs={"maxlength": str(NUMERO_ELAN_MAX)},
            obligatoire=False,
            signaler_facultatif=True,
            erreurs=self._erreurs(NUMERO_ELAN),
        )
        return BlocElan("Projet", (champ,))

    @property
    def projets(self) -> list[BlocElan]:
        """What is asked once for the whole project, but for the accounts."""
        return [
            self._bloc(s)
            for s in self._sections(repetees=False)
            if not s.groupe and self._bloc(s).champs
        ]

    @property
    def comptes(self) -> list[tuple[str, list[BlocElan]]]:
        """Charges, produits and contributions, each with its classes."""
        sections = self._sections(repetees=False)
        return [
            (titre, [self._bloc(s) for s in sections if s.groupe == groupe])
            for groupe, titre in TITRES_GROUPES.items()
        ]

    @property
    def resume(self) -> list[ErreurSaisie]:
        """Every message with a link to its field, in form order."""
        blocs = [
            self.numero,
            *self.collectifs,
            *self.projets,
            *(b for _, bs in self.comptes for b in bs),
        ]
        champs = {c.chemin: (b, c) for b in blocs for c in b.champs}
        resume = [
            ErreurSaisie(f"{bloc.titre} – {champ.libelle} : {self.erreurs[chemin]}", champ.id)
            for chemin, (bloc, champ) in champs.items()
            if chemin in self.erreurs
        ]
        autres = [m for c, m in self.erreurs.items() if c not in champs]
        return [*(ErreurSaisie(m, "collectifs") for m in autres), *resume]

    def _sections(self, *, repetees: bool) -> Sequence[SectionGrille]:
        return [s for s in self.grille.sections if bool(s.repetition) == repetees]

    def _collectif(self, rang: int, ligne: LigneGrille) -> BlocElan:
        chemin = chemin_libelle(ligne.cle)
        nom = ChampSaisie(
            chemin=chemin,
            libelle="Nom du collectif",
            type="texte",
            valeur=ligne.libelle,
            attributs={"maxlength": str(LONGUEUR_LIBELLE)},
            erreurs=self._erreurs(chemin),
        )
        prefixe = self.grille.repetition.prefixe(ligne)
        champs = [c for s in self._sections(repetees=True) for c in self._bloc(s, prefixe).champs]
        return BlocElan(f"Collectif {rang}", (nom, *champs), ligne.cle)

    def _bloc(self, section: SectionGrille, prefixe: str = "") -> BlocElan:
        champs = tuple(
            self._champ(prefixe + c.code, c, bool(section.groupe))
            for c in section.champs
            if PREVISIONNELLE in c.natures and c.origine == "saisie"
        )
        return BlocElan(section.titre, champs, aide=section.aide)

    def _champ(self, chemin: str, champ: ChampGrille, est_compte: bool) -> ChampSaisie:
        valeur = self.saisie.brut.get(chemin, "")
        lu = lire(valeur) if champ.est_numerique and not self.typee else None
        return ChampSaisie(
            chemin=chemin,
            libelle=champ.libelle,
            type="nombre" if champ.est_numerique else champ.type,
            valeur=valeur if lu is None else nombre(lu),
            unite=champ.unite,
            obligatoire=champ.obligatoire,
            signaler_facultatif=not est_compte,
            choix=champ.options,
            erreurs=self._erreurs(chemin),
        )

    def _erreurs(self, chemin: str) -> list[str]:
        return [self.erreurs[chemin]] if chemin in self.erreurs else []
