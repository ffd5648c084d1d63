"""All the lines of a file, planned sheet after sheet; those about people and roles. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from habilitations.annuaire.imports.fiches import PlanDesFiches
from habilitations.annuaire.imports.lecture import LigneLue
from habilitations.annuaire.imports.plan import (
    IDENTIQUE,
    REFUSE,
    LignePlan,
    Refusee,
    comparer,
    designation,
)
from habilitations.annuaire.regles.rubriques import (
    EQUIPEMENTS_FEUILLE,
    FEUILLES,
    GESTIONNAIRES,
    LIEUX,
    PERSONNES,
    ROLES,
)


class Planificateur(PlanDesFiches):
    """Plans the lines of one file, sheet after sheet, in the order in which they are written."""

    def planifier(self, lignes: Iterable[LigneLue]) -> list[LignePlan]:
        """The plan of every line, in the order of the sheets, then of the lines."""
        rangs = {feuille.code: rang for rang, feuille in enumerate(FEUILLES)}
        tri = sorted(lignes, key=lambda ligne: (rangs[ligne.feuille], ligne.numero))
        return [self._planifier(ligne) for ligne in tri]

    def _planifier(self, lue: LigneLue) -> LignePlan:
        plan = LignePlan(lue.feuille, lue.numero, remarques=list(lue.remarques))
        plan.quoi = designation(lue)
        if lue.erreurs:
            plan.motifs = list(lue.erreurs)
            return plan
        try:
            _METHODES[lue.feuille](self, lue, plan)
        except Refusee as refusee:
            plan.issue, plan.changements = REFUSE, {}
            plan.motifs.append(str(refusee))
        return plan

    # --- people and roles -----------------------------------------------------------

    def personne(self, lue: LigneLue, plan: LignePlan) -> None:
        email = str(lue.valeurs["email"])
        self._une_fois((PERSONNES, email), lue)
        connue = self.etat.personnes.get(email)
        comparer(lue, plan, connue)
        if connue is None:
            self.nouvelles_personnes.add(email)
            return
        plan.cible = connue.pk
        if not connue.ouvert:
            raise Refusee("Le compte de cette personne est fermé.")
        if plan.changements and not connue.ici:
            plan.changements, plan.valeurs = {}, {}
            plan.issue = IDENTIQUE
            plan.remarques.append("Ce compte sert aussi ailleurs : il garde ses nom et téléphone.")

    def role(self, lue: LigneLue, plan: LignePlan) -> None:
        email, siret = str(lue.valeurs["email"]), str(lue.valeurs["siret"])
        if not self.etat.signataire:
            raise Refusee("Seul le responsable des habilitations de la Caf accorde des droits.")
        self._exiger_gestionnaire(siret)
        gestionnaire = self.etat.gestionnaires.get(siret)
        if gestionnaire is None or not gestionnaire.ici:
            raise Refusee("L’adhésion de ce gestionnaire n’est pas complète : rien n’y repose.")
        if gestionnaire.base_refusee:
            raise Refusee(gestionnaire.base_refusee)
        self._exiger_personne(email)
        role = str(lue.valeurs["role"])
        designations: Any = lue.valeurs["equipements"]
        if designations is not None and role == "gestionnaire_habilitations":
            raise Refusee("Ce rôle porte sur tout le partenaire : écrivez « Tous ».")
        references = (
            None
            if designations is None
            else frozenset(self._reference(siret, d) for d in designations)
        )
        if references is not None and not references:
            raise Refusee("Indiquez les équipements, ou « Tous ».")
        du, au = lue.valeurs["du"], lue.valeurs.get("au")
        if isinstance(du, date) and isinstance(au, date) and au < du:
            raise Refusee("La date de fin précède la date de début.")
        self._une_fois((ROLES, email, siret, role, references, du), lue)
        plan.reference = references
        comparer(lue, plan, None, sauf=("equipements",))
        self._exiger_nouveau_droit(plan, email, siret, role, references, du, au)

    def _exiger_personne(self, email: str) -> None:
        connue = self.etat.personnes.get(email)
        if connue is None and email not in self.nouvelles_personnes:
            raise Refusee(
                f"Aucun compte pour {email} : ajoutez cette personne dans la feuille « Personnes »."
            )
        if connue and not connue.ouvert:
            raise Refusee("Le compte de cette personne est fermé.")

    def _exiger_nouveau_droit(
        self,
        plan: LignePlan,
        email: str,
        siret: str,
        role: str,
        references: Any,
        du: Any,
        au: Any,
    ) -> None:
        """The same right changes nothing; the same but its end is for the page of the partner, and
        so is any other of somebody suspended there: a list written before would undo it."""
        memes = [
            d
            for d in self.etat.droits
            if (d.email, d.siret, d.role, d.equipements, d.du)
            == (email, siret, role, references, du)
        ]
        if any(d.au == au for d in memes):
            plan.issue, plan.changements = IDENTIQUE, {}
        elif memes:
            raise Refusee(
                "Ce droit existe avec une autre date de fin : retirez-le sur la page du "
                "partenaire, puis accordez-en un autre."
            )
        elif (email, siret) in self.etat.suspendus:
            raise Refusee(
                "Des droits de cette personne sont suspendus chez ce gestionnaire : reprenez-les, "
                "ou accordez celui-ci, sur la page du partenaire."
            )


_METHODES: Mapping[str, Callable[[Planificateur, LigneLue, LignePlan], None]] = {
    GESTIONNAIRES: Planificateur.gestionnaire,
    EQUIPEMENTS_FEUILLE: Planificateur.equipement,
    LIEUX: Planificateur.lieu,
    PERSONNES: Planificateur.personne,
    ROLES: Planificateur.role,
}
