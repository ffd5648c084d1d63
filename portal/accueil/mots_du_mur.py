"""What conditions of the wall name, beside what the session was told (``portal.accueil.mur``)."""

# Read by the owner, once for a statement: équipements held before, those of files opened by a
# personal link, adhesion files followed; what one's own rights rest on, be they over: without it
# they would not verify, and would be told as altered.
MOTS = {
    "bases": "SELECT base_id FROM public.habilitations_habilitation "
    "WHERE utilisateur_id = {personne}",
    "delegations": "SELECT delegation_id FROM public.habilitations_habilitation "
    "WHERE utilisateur_id = {personne}",
    "couverts": "SELECT e.equipement_id FROM public.habilitations_habilitation_equipements e "
    "JOIN public.habilitations_habilitation h ON h.id = e.habilitation_id "
    "WHERE h.utilisateur_id = {personne} UNION "
    "SELECT e.equipement_id FROM public.habilitations_delegation_equipements e "
    "JOIN public.habilitations_habilitation h ON h.delegation_id = e.delegation_id "
    "WHERE h.utilisateur_id = {personne}",
    "lies": "SELECT equipement_id FROM public.dossiers_dossier WHERE id = ANY {dossiers}",
    "anciens": "SELECT equipement_id FROM public.habilitations_transfertequipement "
    "WHERE de_id = ANY {siens} AND effectif_le IS NOT NULL AND annule_le IS NULL",
    "adhesions": "SELECT dossier_id FROM public.habilitations_invitationadhesion "
    "WHERE utilisateur_id = {personne} AND revoquee_le IS NULL",
}
