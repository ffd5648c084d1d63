"""Notes that the people of a Caf leave each other on a bilan; no partner reads them."""

from uuid import UUID

from django.db import transaction

from bilans.models import Annotation
from bilans.services.bilan import ouvrir
from habilitations.permissions import Acteur
from portal.socle.refus import DemandeInvalide, interdit

LONGUEUR_NOTE = 4000


@transaction.atomic
def annoter(
    bilan_id: int, *, acteur: Acteur, texte: str, jeton: UUID, chemin: str = ""
) -> Annotation:
    """Leave a note to colleagues, on a question or (« ») on the whole bilan, whatever its state.

    A second click, with the same ``jeton``, writes nothing more. The journal, which the partner
    reads in the timeline, says nothing of it: the note itself never changes, and bears its author.
    Raises ActionRefusee; DemandeInvalide: no text, too long, a question that is not asked.
    """
    texte = texte.replace("\r\n", "\n").strip()
    if not texte:
        raise DemandeInvalide("texte", "Écrivez votre note.")
    if len(texte) > LONGUEUR_NOTE:
        raise DemandeInvalide(
            "texte", f"Votre note dépasse {LONGUEUR_NOTE} caractères : raccourcissez-la."
        )
    dossier = ouvrir(bilan_id, acteur)
    if not dossier.cote_caf:
        raise interdit("Les notes sont réservées aux agents de la Caf.")
    if chemin and chemin not in dossier.questions_arretees:
        raise DemandeInvalide("chemin", "Cette question n’est pas posée dans ce bilan.")
    annotation, _ = Annotation.objects.get_or_create(
        bilan=dossier.bilan,
        par=acteur.utilisateur,
        jeton=jeton,
        defaults={"chemin": chemin, "texte": texte, "le": dossier.maintenant},
    )
    return annotation
