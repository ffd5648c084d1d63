"""What an amount waits for, in words, each linked to where one gives it.

« charges », « 3 réponses de l’antenne d’Ugine »: forty rows are not listed one by one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from declarations.adresses import adresse_du_champ
from declarations.regles.etats import LIBELLES_VOLET
from declarations.regles.grille import ACTIVITE, FINANCES, LigneGrille
from declarations.regles.manques import (
    COMPTES,
    LIGNES,
    NOTIFICATION,
    REPONSES,
    Manque,
    attend_seulement_la_caf,
)
from declarations.services.contenu import Fige
from declarations.services.dossier_ouvert import DossierOuvert
from portal.saisie.regles.structure import Repetition
from portal.socle.formats import ESPACE_INSECABLE, citer, euros
from portal.socle.francais import compter, du, mots

LIGNES_CITEES = 3

# Lieux are often called by a common noun: « Antenne d’Ugine ».
FEMININS = frozenset(
    {"annexe", "antenne", "ecole", "maison", "mairie", "mediatheque", "permanence", "salle"}
)
MASCULINS = frozenset(
    {"accueil", "batiment", "centre", "espace", "foyer", "local", "point", "pole", "relais", "site"}
)

Adresse = Callable[[Manque], str]


@dataclass(frozen=True)
class Attendu:
    """One thing awaited; no ``adresse`` when the reader gives it nowhere."""

    texte: str
    adresse: str = ""


@dataclass(frozen=True)
class Attente:
    """What goes with an estimate: what it waits for, or what it is computed on so far.

    ``caf_seule`` tells that the Caf alone owes what is missing. ``base`` is the amount of the
    charges typed, while others may still come.
    """

    attendus: tuple[Attendu, ...] = ()
    caf_seule: bool = False
    base: str = ""

    @property
    def texte(self) -> str:
        """The whole in one line, without links: « en attente : charges, … »."""
        return f"en attente : {', '.join(a.texte for a in self.attendus)}" if self.attendus else ""


def attente(
    manques: Sequence[Manque],
    repetition: Repetition,
    lignes: Sequence[LigneGrille],
    adresse: Adresse,
    base: Decimal | None = None,
) -> Attente:
    """Word what is missing; ``lignes`` are all the rows, in the order of the form."""
    return Attente(
        tuple(_attendus(manques, repetition, lignes, adresse)),
        attend_seulement_la_caf(manques),
        euros(base),
    )


def attente_de(dossier: DossierOuvert) -> Attente:
    """What the live estimate waits for, or is computed on so far; nothing once sent."""
    if isinstance(dossier.contenu, Fige):
        return Attente()
    lignes = dossier.contenu.lignes
    return attente(
        dossier.montant.manques,
        dossier.grille.repetition,
        lignes,
        adresse_dans(dossier.declaration.pk, lignes),
        None if dossier.version.volet(FINANCES).signe_le else dossier.montant.base,
    )


def premiere_ligne_attendue(dossier: DossierOuvert, nature: str) -> str:
    """« au moins un collectif », the one answer that a volet without any row counts; or nothing."""
    if nature != ACTIVITE or dossier.contenu.lignes:
        return ""
    return au_moins_un(dossier.grille.repetition)


def au_moins_un(genre: Repetition) -> str:
    return f"au moins un {genre.singulier}"


def adresse_dans(declaration_id: int, lignes: Sequence[LigneGrille]) -> Adresse:
    """Where each thing missing is filled in a declaration; the notification is the Caf’s."""

    def adresse(manque: Manque) -> str:
        if manque.genre == NOTIFICATION:
            return ""
        premier = manque.chemins[0] if manque.chemins else ""
        return adresse_du_champ(declaration_id, manque.volet, premier, manque.ligne, lignes)

    return adresse


def _attendus(
    manques: Sequence[Manque], genre: Repetition, lignes: Sequence[LigneGrille], adresse: Adresse
) -> Iterator[Attendu]:
    reponses = [m for m in manques if m.genre == REPONSES]
    volets = tuple(dict.fromkeys(m.volet for m in reponses))
    for manque in manques:
        if manque.genre == COMPTES:
            yield Attendu("charges", adresse(manque))
        elif manque.genre == LIGNES:
            yield Attendu(au_moins_un(genre), adresse(manque))
    for volet in volets:
        suite = f" ({LIBELLES_VOLET[volet]})" if len(volets) > 1 else ""
        siens = [m for m in reponses if m.volet == volet]
        for texte, premier in _par_ligne(siens, genre, lignes):
            yield Attendu(texte + suite, adresse(premier))
    for manque in manques:
        if manque.genre == NOTIFICATION:
            texte = "nombre de collectifs notifiés, inscrit par la Caf"
            yield Attendu(texte, adresse(manque))


def _par_ligne(
    manques: Sequence[Manque], genre: Repetition, lignes: Sequence[LigneGrille]
) -> Iterator[tuple[str, Manque]]:
    """The first rows one by one; the others together, unless there is only one of them."""
    cites = len(manques) if len(manques) <= LIGNES_CITEES + 1 else LIGNES_CITEES
    rangs = {ligne.cle: rang for rang, ligne in enumerate(lignes, start=1)}
    for manque in manques[:cites]:
        if ligne := manque.ligne:
            qui = de_la_ligne(ligne, rangs[ligne.cle], genre)
            yield f"{compter(len(manque.chemins), 'réponse')} {qui}", manque
    if autres := manques[cites:]:
        combien = sum(len(m.chemins) for m in autres)
        autres_lignes = f"{len(autres)}{ESPACE_INSECABLE}autres {genre.pluriel}"
        yield f"{compter(combien, 'réponse')} de {autres_lignes}", autres[0]


def de_la_ligne(ligne: LigneGrille, rang: int, genre: Repetition) -> str:
    """« de l’antenne d’Ugine », « du collectif 3 », « du lieu « Chambéry » », « du poste n° 2 »."""
    nom = " ".join(ligne.libelle.split())
    if not nom:
        return f"{du(genre.singulier)} n° {rang}"
    premier = nom.split()[0]
    commun, minuscule = mots(premier), f"{nom[0].lower()}{nom[1:]}"
    if not premier[1:].islower():
        return f"{du(genre.singulier)} {citer(nom)}"
    if commun == genre.singulier:
        return du(minuscule)
    if genre.singulier == "lieu" and commun in FEMININS | MASCULINS:
        return du(minuscule, feminin=commun in FEMININS)
    return f"{du(genre.singulier)} {citer(nom)}"
