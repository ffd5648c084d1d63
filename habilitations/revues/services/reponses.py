"""What a partner says of each person who has access, and what it does at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from habilitations.models import (
    Adhesion,
    Habilitation,
    LigneRevue,
    RevuePartenaire,
    Role,
    Utilisateur,
)
from habilitations.permissions import Acteur
from habilitations.regles.suspensions import motif_de_suspension
from habilitations.revues.models import Reponse
from habilitations.services import masse
from habilitations.services.accord import ouvrir_adhesion
from habilitations.services.prevenir import prevenir
from habilitations.verification import droits_verifies
from portal.socle import journal
from portal.socle.formats import date_fr
from portal.socle.francais import de
from portal.socle.refus import DemandeInvalide, impossible


@dataclass(frozen=True)
class Dite:
    """What is said of one person; ``part_le``: their last day, for a departure."""

    reponse: str
    part_le: date | None = None


@transaction.atomic
def repondre(partenaire_id: int, dites: Mapping[int, Dite], *, acteur: Acteur) -> int:
    """Keep what is said of people (by id of their line) and do it; return how many changed.

    « continue » gives back what the review had suspended; « part » gives every right of the person
    there a last day; « retirer » withdraws them at once. Signed by the Caf's key, told as done by
    who answers. The same again changes nothing, and what was withdrawn stays so. Raises
    ActionRefusee (closed), DemandeInvalide (nothing known by that name, no day or a past one,
    a departure taken back, oneself, the last manager), RevuePartenaire.DoesNotExist (not theirs to
    answer).
    """
    visibles = RevuePartenaire.objects.visibles_par(acteur).select_related("revue")
    partenaire = visibles.get(pk=partenaire_id)
    base = ouvrir_adhesion(partenaire.caf_id, partenaire.gestionnaire_id)
    if partenaire.revue.close_le:
        raise impossible("Cette revue est close.")
    lignes = LigneRevue.objects.filter(partenaire=partenaire, pk__in=dites)
    changees = [
        ligne
        for ligne in lignes.select_related("utilisateur").select_for_update(of=("self",))
        if ligne.reponse != Reponse.RETIRER
        and ligne.retiree_le is None
        and (ligne.reponse, ligne.part_le) != (dites[ligne.pk].reponse, dites[ligne.pk].part_le)
    ]
    for ligne in changees:
        _exiger_valide(ligne, dites[ligne.pk], acteur)
        _exiger_pas_de_retour(ligne, dites[ligne.pk], base, acteur.jour)
    _exiger_un_gestionnaire(base, changees, dites, acteur)
    for ligne in changees:
        _appliquer(ligne, dites[ligne.pk], base, partenaire.revue.annee, acteur)
    if changees:
        journal.ecrire(
            "revue.repondue",
            auteur=acteur.utilisateur,
            objet=partenaire,
            gestionnaire_id=partenaire.gestionnaire_id,
            caf_id=partenaire.caf_id,
            details={
                "annee": partenaire.revue.annee,
                "reponses": {str(x.utilisateur_id): dites[x.pk].reponse for x in changees},
            },
            le=acteur.maintenant,
        )
    return len(changees)


def droits_restants(base: Adhesion, gens: Collection[int], jour: date) -> list[Habilitation]:
    """Rights of these people at a partner that are not over, whatever their state."""
    restants = Habilitation.objects.non_finies(jour).filter(
        caf=base.caf_id,
        gestionnaire=base.gestionnaire_id,
        utilisateur__in=gens,
        retiree_le__isnull=True,
    )
    return masse.verrouiller(list(restants.values_list("pk", flat=True)))


def _exiger_valide(ligne: LigneRevue, dite: Dite, acteur: Acteur) -> None:
    champ = f"reponse_{ligne.pk}"
    if dite.reponse not in Reponse.values:
        raise DemandeInvalide(champ, f"Dites ce qu’il en est {de(str(ligne.utilisateur))}.")
    if dite.reponse == Reponse.RETIRER and ligne.utilisateur_id == acteur.utilisateur.pk:
        raise DemandeInvalide(
            champ, "Vous ne retirez pas vos propres droits : demandez-le à la Caf."
        )
    if dite.reponse != Reponse.PART:
        return
    if dite.part_le is None:
        raise DemandeInvalide(
            f"part_le_{ligne.pk}", f"Indiquez le dernier jour {de(str(ligne.utilisateur))}."
        )
    if dite.part_le < acteur.jour:
        raise DemandeInvalide(
            f"part_le_{ligne.pk}",
            "Ce jour est passé : choisissez « À retirer » pour qui est déjà parti.",
        )


def _exiger_pas_de_retour(ligne: LigneRevue, dite: Dite, base: Adhesion, jour: date) -> None:
    """A departure gave rights their last day, signed: another answer does not make them longer.

    Unless others were granted since, that go further.
    """
    avant = ligne.part_le
    if avant is None or dite.reponse == Reponse.RETIRER:
        return
    if dite.part_le is not None and dite.part_le <= avant:
        return
    restants = droits_restants(base, [ligne.utilisateur_id], jour)
    if any(d.au is None or d.au > avant for d in restants):
        return
    nom = "part_le" if dite.part_le else "reponse"
    raise DemandeInvalide(
        f"{nom}_{ligne.pk}",
        f"Le départ {de(str(ligne.utilisateur))} est enregistré : ses droits prennent fin le "
        f"{date_fr(avant)}, et une réponse ne les prolonge pas. Pour qu’ils continuent, il faut "
        "en accorder d’autres, sur la page des droits de la structure.",
    )


def _exiger_un_gestionnaire(
    base: Adhesion, changees: Collection[LigneRevue], dites: Mapping[int, Dite], acteur: Acteur
) -> None:
    """Who looks after the rights of a partner is not withdrawn by itself when alone."""
    retires = {x.utilisateur_id: x.pk for x in changees if dites[x.pk].reponse == Reponse.RETIRER}
    tenus = droits_verifies(
        Habilitation.objects.filter(
            caf=base.caf_id,
            gestionnaire=base.gestionnaire_id,
            role=Role.GESTIONNAIRE_HABILITATIONS,
        ),
        acteur.jour,
    )
    gestionnaires = {d.utilisateur_id for d in tenus}
    if gestionnaires and gestionnaires <= retires.keys():
        ligne = retires[next(iter(gestionnaires))]
        raise DemandeInvalide(
            f"reponse_{ligne}",
            "C’est le seul gestionnaire des habilitations : demandez-en d’abord un autre à la Caf.",
        )


def _appliquer(ligne: LigneRevue, dite: Dite, base: Adhesion, annee: int, acteur: Acteur) -> None:
    droits = droits_restants(base, [ligne.utilisateur_id], acteur.jour)
    par, le = acteur.utilisateur, acteur.maintenant
    if dite.reponse == Reponse.RETIRER:
        if masse.retirer(
            droits, motif=f"Revue des droits {annee} : à retirer.", maintenant=le, par=par
        ):
            _dire(ligne.utilisateur, "Vos droits d’accès sont retirés", base, acteur)
    else:
        suspendus = [d for d in droits if d.suspendue_motif == motif_de_suspension(annee)]
        masse.reprendre(suspendus, par=par, maintenant=le)
        if dite.part_le:
            _faire_partir(droits, dite.part_le, annee, acteur)
    ligne.reponse, ligne.part_le = dite.reponse, dite.part_le
    ligne.repondue_par, ligne.repondue_le = par, le
    ligne.suspendue_le, ligne.epargnee = None, False
    ligne.save()


def _faire_partir(
    droits: Collection[Habilitation], dernier: date, annee: int, acteur: Acteur
) -> None:
    """A last day for those that go further; those that would begin after it never do."""
    par, le = acteur.utilisateur, acteur.maintenant
    apres = [d for d in droits if d.du > dernier]
    masse.retirer(apres, motif=f"Revue des droits {annee} : départ avant.", maintenant=le, par=par)
    vont = [d for d in droits if d.du <= dernier and (d.au is None or d.au > dernier)]
    masse.borner(vont, dernier, motif=f"Revue des droits {annee} : départ.", par=par, maintenant=le)


def _dire(qui: Utilisateur, titre: str, base: Adhesion, acteur: Acteur) -> None:
    phrase = (
        f"À la revue de ses accès, {base.gestionnaire} a demandé le retrait de vos droits. "
        "Ils ne donnent plus aucun accès."
    )
    prevenir([qui], titre, [phrase], base=base, maintenant=acteur.maintenant)
