"""Several values proposed together: one document, one effect, one publication."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from habilitations.permissions import Acteur
from portal.socle.refus import DemandeInvalide, impossible
from subventions.models import PropositionBareme
from subventions.propositions.services.acces import exiger, refus_de_joindre
from subventions.propositions.services.ecriture import Valeur, lue, ouvrir, raconter
from subventions.propositions.services.effet import demander, ensemble

DEJA = "Ce paramètre est déjà dans cette proposition : écartez-le d’abord pour changer sa valeur."


@transaction.atomic
def joindre(
    tete_id: int,
    *,
    parametre: str,
    valeur: str,
    marque: str,
    note: str = "",
    jeton: UUID,
    acteur: Acteur,
) -> PropositionBareme:
    """Join a value to a proposal that waits: same scope, exercices, source, document and reason.

    Their effect is computed again, together. Sent twice, one value. Raises ActionRefusee (not its
    author, decided), DemandeInvalide, PropositionBareme.DoesNotExist.
    """
    tete = ouvrir(tete_id, acteur)
    exiger(refus_de_joindre(acteur, tete))
    if tete.tete_id or not tete.est_en_attente:
        raise impossible("Cette proposition ne reçoit plus de valeur.")
    if faite := PropositionBareme.objects.filter(jeton=jeton, tete=tete).first():
        return faite
    if parametre in {membre.parametre for membre in ensemble(tete)}:
        raise DemandeInvalide("parametre", DEJA)
    voulue = Valeur(
        tete.caf_id,
        tete.dispositif,
        parametre,
        valeur,
        tete.debut,
        tete.fin,
        tete.source,
        marque,
        note,
    )
    jointe = lue(voulue, tete.motif, jeton, acteur)
    jointe.tete, jointe.document = tete, tete.document
    try:
        jointe.validate_constraints()
    except ValidationError as erreur:
        raise DemandeInvalide("parametre", erreur.messages[0]) from None
    jointe.save(force_insert=True)
    raconter("bareme.propose", jointe, acteur, tete.motif)
    demander(tete, acteur.maintenant)
    return jointe
