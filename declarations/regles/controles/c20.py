"""C20 – parts that do not agree with the whole they are parts of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from declarations.regles.controles.contexte import A_JUSTIFIER, Constat, Contexte, Controle
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import ACTIVITE, LigneGrille
from portal.saisie.regles.valeurs import nombre
from portal.socle.formats import nombre as ecrire_nombre

CODE = "C20"


@dataclass(frozen=True)
class _Regle:
    """Σ ``parties`` against Σ ``tout``: equal, or not above when ``egalite`` is false.

    ``par_ligne``: on one row; otherwise the whole is summed over all the rows.
    """

    cle: str
    parties: tuple[str, ...]
    libelle_parties: str
    tout: tuple[str, ...]
    libelle_tout: str
    egalite: bool = False
    par_ligne: bool = False

    def est_respectee(self, parties: Decimal, tout: Decimal) -> bool:
        return parties == tout if self.egalite else parties <= tout


_INSCRITS = ("enfants",)
_ENFANTS = "Enfants inscrits dans les collectifs"
_MESURES = ("mesures_debut", "mesures_nouvelles")
_SUIVIES = "Mesures en cours au 1er janvier et mesures nouvelles"
REGLES = {
    "clas": (
        _Regle(
            "ages",
            ("enfants_6_10", "enfants_11_16", "enfants_17_plus"),
            "Total des tranches d’âge",
            _INSCRITS,
            _ENFANTS,
            egalite=True,
        ),
        _Regle("qpv", ("enfants_qpv",), "Enfants d’un quartier prioritaire", _INSCRITS, _ENFANTS),
        _Regle("familles", ("familles",), "Familles", _INSCRITS, _ENFANTS),
    ),
    "er": (
        _Regle(
            "terminees",
            ("mesures_terminees",),
            "Mesures terminées",
            _MESURES,
            _SUIVIES,
            par_ligne=True,
        ),
        _Regle(
            "non_exercees",
            ("mesures_non_exercees",),
            "Mesures non exercées",
            _MESURES,
            _SUIVIES,
            par_ligne=True,
        ),
    ),
}


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Each rule, once all its figures are filled (C01) and readable (C02)."""
    for regle in REGLES.get(contexte.grille.dispositif, ()):
        if not regle.par_ligne:
            tout = [_chemin(contexte, li, c) for li in contexte.lignes for c in regle.tout]
            yield from _comparer(contexte, regle, regle.parties, tout)
            continue
        for ligne in contexte.lignes:
            parties, tout = (
                [_chemin(contexte, ligne, c) for c in codes]
                for codes in (regle.parties, regle.tout)
            )
            yield from _comparer(contexte, regle, parties, tout, ligne)


def _comparer(
    contexte: Contexte,
    regle: _Regle,
    parties: Sequence[str],
    tout: Sequence[str],
    ligne: LigneGrille | None = None,
) -> Iterator[Constat]:
    gauche, droite = _somme(contexte, parties), _somme(contexte, tout)
    if gauche is None or droite is None or regle.est_respectee(gauche, droite):
        return
    lieu = f"{ligne.libelle} – " if ligne else ""
    place = contexte.grille.repetition.prefixe(ligne) if ligne else ""
    ecrits = ecrire_nombre(gauche), ecrire_nombre(droite)
    attendu = "ces deux nombres sont égaux" if regle.egalite else "le premier dépasse le second"
    suite = f"{attendu}, le plus souvent." if regle.egalite else f"{attendu}."
    yield Constat(
        code=CODE,
        niveau=A_JUSTIFIER,
        cle=f"{CODE}:{place}{regle.cle}",
        message=typographie(
            f"{lieu}{regle.libelle_parties} : {ecrits[0]} ; "
            f"{regle.libelle_tout[0].lower()}{regle.libelle_tout[1:]} : {ecrits[1]}. "
            f"Corrigez, ou dites pourquoi : {suite}"
        ),
        chemins=(*parties, *tout),
        volet=ACTIVITE,
        valeur=ecrits[0],
        valeur_libelle=regle.libelle_parties,
        reference=ecrits[1],
        reference_libelle=regle.libelle_tout,
        ecart=ecrire_nombre(gauche - droite),
    )


def _chemin(contexte: Contexte, ligne: LigneGrille, code: str) -> str:
    return contexte.grille.repetition.chemin(ligne, code)


def _somme(contexte: Contexte, chemins: Sequence[str]) -> Decimal | None:
    """The sum; None when there is nothing to add, or a figure is missing or unreadable."""
    lus = [nombre(contexte.donnees, c) if c in contexte.emplacements else None for c in chemins]
    connus = [lu for lu in lus if lu is not None]
    return sum(connus, Decimal(0)) if connus and len(connus) == len(lus) else None


CONTROLE = Controle(
    code=CODE,
    titre="Totaux qui ne s’accordent pas",
    regle=(
        "CLAS, réelle : le total des tranches d’âge est égal aux enfants inscrits dans les "
        "collectifs ; les enfants d’un quartier prioritaire et les familles ne les dépassent pas. "
        "Espace de rencontre, pour chaque lieu : les mesures terminées et les mesures non "
        "exercées ne dépassent pas les mesures suivies dans l’année."
    ),
    niveau=A_JUSTIFIER,
    source="Définition des données demandées, à confirmer",
    marque="H",
    fonction=verifier,
    dispositifs=frozenset(REGLES),
)
