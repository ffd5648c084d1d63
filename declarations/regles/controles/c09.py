"""C09 – figures of one lieu or of one collectif that contradict each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from declarations.regles.controles.contexte import BLOQUANT, Constat, Contexte, Controle
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import ACTIVITE, LigneGrille
from portal.saisie.regles.valeurs import nombre
from portal.socle.formats import nombre as ecrire_nombre

CODE = "C09"


@dataclass(frozen=True)
class _Regle:
    """Σ ``gauche`` compared with Σ ``droite``, on one row.

    ``egalite``: they must be equal; otherwise the left side may not exceed the right one.
    """

    cle: str
    gauche: tuple[str, ...]
    libelle_gauche: str
    droite: tuple[str, ...]
    libelle_droite: str
    suite: str
    egalite: bool = True

    def est_respectee(self, gauche: Decimal, droite: Decimal) -> bool:
        return gauche == droite if self.egalite else gauche <= droite


REGLES = {
    "er": (
        _Regle(
            cle="rencontres",
            gauche=("rencontres_realisees",),
            libelle_gauche="Rencontres réalisées",
            droite=("rencontres_programmees",),
            libelle_droite="Rencontres programmées",
            suite="les rencontres réalisées font partie des rencontres programmées.",
            egalite=False,
        ),
        _Regle(
            cle="ages",
            gauche=("enfants_0_2", "enfants_3_5", "enfants_6_11", "enfants_12_17"),
            libelle_gauche="Total des tranches d’âge",
            droite=("enfants",),
            libelle_droite="Enfants, en tout",
            suite="ces deux nombres sont égaux, chaque enfant ayant un âge et un seul.",
        ),
        _Regle(
            cle="origines",
            gauche=(
                "mesures_jaf",
                "mesures_juge_enfants",
                "mesures_cour_appel",
                "mesures_ase",
                "mesures_amiables",
            ),
            libelle_gauche="Total des origines des mesures",
            droite=("mesures_debut", "mesures_nouvelles"),
            libelle_droite="Mesures en cours au 1er janvier et mesures nouvelles",
            suite="ces deux nombres sont égaux, chaque mesure ayant une origine et une seule.",
        ),
    ),
    "clas": (
        _Regle(
            cle="enfants",
            gauche=("filles", "garcons"),
            libelle_gauche="Filles et garçons",
            droite=("enfants",),
            libelle_droite="Enfants inscrits",
            suite="ces deux nombres sont égaux.",
        ),
    ),
}


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Each rule on each row, once all its figures are filled (C01) and readable (C02)."""
    for ligne in contexte.lignes:
        for regle in REGLES.get(contexte.grille.dispositif, ()):
            yield from _appliquer(contexte, ligne, regle)


def _appliquer(contexte: Contexte, ligne: LigneGrille, regle: _Regle) -> Iterator[Constat]:
    gauche, droite = (_somme(contexte, ligne, codes) for codes in (regle.gauche, regle.droite))
    if gauche is None or droite is None or regle.est_respectee(gauche, droite):
        return
    ecrits = ecrire_nombre(gauche), ecrire_nombre(droite)
    libelle_droite = regle.libelle_droite[0].lower() + regle.libelle_droite[1:]
    yield Constat(
        code=CODE,
        niveau=BLOQUANT,
        cle=f"{CODE}:{contexte.grille.repetition.prefixe(ligne)}{regle.cle}",
        message=typographie(
            f"{ligne.libelle} – {regle.libelle_gauche} : {ecrits[0]} ; {libelle_droite} : "
            f"{ecrits[1]}. Vérifiez : {regle.suite}"
        ),
        chemins=_chemins(contexte, ligne, regle.gauche + regle.droite),
        volet=ACTIVITE,
        valeur=ecrits[0],
        valeur_libelle=regle.libelle_gauche,
        reference=ecrits[1],
        reference_libelle=regle.libelle_droite,
        ecart=ecrire_nombre(gauche - droite),
    )


def _chemins(contexte: Contexte, ligne: LigneGrille, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(contexte.grille.repetition.chemin(ligne, code) for code in codes)


def _somme(contexte: Contexte, ligne: LigneGrille, codes: tuple[str, ...]) -> Decimal | None:
    """The sum, None when a figure is missing, unreadable or not asked in this nature."""
    somme = Decimal(0)
    for code in codes:
        chemin = contexte.grille.repetition.chemin(ligne, code)
        lu = nombre(contexte.donnees, chemin) if chemin in contexte.emplacements else None
        if lu is None:
            return None
        somme += lu
    return somme


CONTROLE = Controle(
    code=CODE,
    titre="Chiffres d’activité contradictoires",
    regle=(
        "Espace de rencontre, pour chaque lieu : les rencontres réalisées ne dépassent pas les "
        "rencontres programmées ; le total des tranches d’âge est égal au nombre d’enfants ; le "
        "total des origines est égal aux mesures en cours au 1er janvier plus les mesures "
        "nouvelles. CLAS, pour chaque collectif : filles et garçons réunis égalent les enfants."
    ),
    niveau=BLOQUANT,
    source="Définition des données demandées, à confirmer",
    marque="H",
    fonction=verifier,
    dispositifs=frozenset(REGLES),
)
