"""Declarations that the figures of another are compared with: what was sent, or filed in ELAN."""

from collections.abc import Iterable

from declarations.elan.services.references import reference_elan
from declarations.models import Declaration
from declarations.models.calendrier import Nature
from declarations.regles.controles.contexte import Reference
from declarations.regles.etats import Etat
from declarations.services import rangees
from declarations.services.contenu.fige import contenu_en_vigueur
from habilitations.models import Dispositif
from portal.socle.requetes_ecrites import RequeteEcrite

_ENVOYEES = RequeteEcrite(
    lambda equipement, precedent, annee, pk: (
        Declaration.objects.filter(
            equipement=equipement,
            annee__gte=precedent,
            annee__lte=annee,
            version_en_vigueur__isnull=False,
        )
        .exclude(pk=pk)
        .exclude(etat=Etat.SANS_OBJET)
        .select_related("version_en_vigueur__calcul")
    )
)
RANGS = {Nature.PREVISIONNELLE: 0, Nature.ACTUALISEE: 1, Nature.REELLE: 2}


def references_de(declaration: Declaration) -> tuple[Reference | None, Reference | None]:
    """Return the references of C06 and C07, from what was sent.

    The exercice before: its réelle if sent, else its latest actualisée, else its prévisionnelle.
    The same exercice, for a réelle: the last actualisée, else the prévisionnelle; for an
    actualisée, those that came before it. For a CLAS project, figures taken up from ELAN stand for
    the prévisionnelle that was not called (S).
    """
    envoyees = _ENVOYEES.lire(
        declaration.equipement.pk, declaration.annee - 1, declaration.annee, declaration.pk
    )

    def vient_avant(autre: Declaration) -> bool:
        """An actualisée is not compared with those that follow it in its own exercice."""
        meme_suite = autre.annee == declaration.annee and autre.nature == declaration.nature
        return not meme_suite or autre.numero < declaration.numero

    def derniere(annee: int, natures: set[str]) -> Reference | None:
        candidates = [
            d for d in envoyees if d.annee == annee and d.nature in natures and vient_avant(d)
        ]
        if not candidates:
            est_clas = declaration.dispositif == Dispositif.CLAS
            return reference_elan(declaration.equipement.pk, annee) if est_clas else None
        choisie = la_plus_sure(candidates)
        contenu = contenu_en_vigueur(choisie) if choisie else None
        if contenu is None:
            return None
        rangees.lire_les_volets(contenu.version)
        return contenu.en_reference()

    precedent = derniere(declaration.annee - 1, set(Nature.values))
    avant = {Nature.PREVISIONNELLE.value, Nature.ACTUALISEE.value}
    premiere = declaration.nature == Nature.PREVISIONNELLE
    meme = None if premiere else derniere(declaration.annee, avant)
    return precedent, meme


def la_plus_sure(declarations: Iterable[Declaration]) -> Declaration | None:
    """Among those of one exercice, the réelle, else the latest actualisée, else the forecast."""
    return max(declarations, key=lambda d: (RANGS[Nature(d.nature)], d.numero), default=None)


def references_ordonnees(declaration: Declaration) -> tuple[Reference, ...]:
    """Return the declarations to read beside this one, the nearest first.

    An actualisée updates the forecast of its own exercice: that one comes first, then the exercice
    before. The others are read beside the exercice before first.
    """
    return ordonner(declaration.nature, *references_de(declaration))


def ordonner(
    nature: str, precedent: Reference | None, meme: Reference | None
) -> tuple[Reference, ...]:
    """Put the references of a declaration of this nature in the order they are read."""
    deux = (meme, precedent) if nature == Nature.ACTUALISEE else (precedent, meme)
    return tuple(r for r in deux if r is not None)
