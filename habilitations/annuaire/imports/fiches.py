"""Lines about partners, équipements and lieux, planned against the annuaire. Pure."""

from typing import Any

from habilitations.annuaire.imports.etat import Etat
from habilitations.annuaire.imports.lecture import Designation, LigneLue
from habilitations.annuaire.imports.plan import (
    CREE,
    IDENTIQUE,
    MODIFIE,
    LignePlan,
    Reference,
    Refusee,
    comparer,
    exiger_dates,
    exiger_organisation,
)
from habilitations.annuaire.regles.rubriques import EQUIPEMENTS_FEUILLE, GESTIONNAIRES, LIEUX
from portal.socle.formats import citer
from portal.socle.francais import mots


class PlanDesFiches:
    """What a file makes of partners, équipements and lieux, line after line."""

    def __init__(self, etat: Etat) -> None:
        self.etat = etat
        # What the file adds, or has met already: key → line that did.
        self.vus: dict[tuple[Any, ...], int] = {}
        self.nouveaux_gestionnaires: set[str] = set()
        self.nouveaux_equipements: dict[tuple[str, str], LignePlan] = {}
        self.nouvelles_personnes: set[str] = set()
        self.noms: dict[tuple[str, str], list[int]] = {}
        for e in etat.equipements.values():
            self.noms.setdefault((e.siret, mots(e.nom)), []).append(e.pk)
        self.lieux_de: dict[tuple[int, str], int] = {
            (lieu.equipement, mots(lieu.nom)): lieu.pk for lieu in etat.lieux.values()
        }

    # --- partners -------------------------------------------------------------------

    def gestionnaire(self, lue: LigneLue, plan: LignePlan) -> None:
        siret = str(lue.valeurs["siret"])
        self._une_fois((GESTIONNAIRES, siret), lue)
        connu = self.etat.gestionnaires.get(siret)
        comparer(lue, plan, connu)
        if connu is None:
            self.nouveaux_gestionnaires.add(siret)
            return
        plan.cible = connu.pk
        if plan.changements and not connu.modifiable:
            plan.changements, plan.valeurs = {}, {"siret": siret}
            plan.remarques.append(
                "Une autre Caf suit aussi ce partenaire : il garde son identité, que "
                "l’administrateur national change."
            )
        if not connu.ici:
            plan.issue = CREE
            plan.remarques.append("Ce partenaire est connu du portail : il rejoint votre annuaire.")
            self.nouveaux_gestionnaires.add(siret)
        else:
            plan.issue = MODIFIE if plan.changements else IDENTIQUE

    def _exiger_gestionnaire(self, siret: str) -> None:
        connu = self.etat.gestionnaires.get(siret)
        if siret not in self.nouveaux_gestionnaires and not (connu and connu.ici):
            raise Refusee(
                f"Aucun gestionnaire de SIRET {siret} dans l’annuaire, ni dans les lignes justes "
                "de ce fichier."
            )

    # --- équipements ----------------------------------------------------------------

    def equipement(self, lue: LigneLue, plan: LignePlan) -> None:
        siret, nom = str(lue.valeurs["siret"]), str(lue.valeurs["nom"])
        self._exiger_gestionnaire(siret)
        connu = self._equipement_vise(lue, siret, nom)
        self._une_fois((EQUIPEMENTS_FEUILLE, connu.pk if connu else (siret, mots(nom))), lue)
        if connu and connu.siret != siret:
            raise Refusee(
                f"L’équipement n° {connu.pk} est au gestionnaire {connu.siret} : il change de main "
                "par un transfert."
            )
        ecrit = str(lue.valeurs["portefeuille"])
        portefeuille = self.etat.portefeuille(ecrit)
        if portefeuille is None:
            raise Refusee(f"Aucun portefeuille {citer(ecrit)} à cette Caf.")
        organisation = lue.valeurs.get("organisation", connu.organisation if connu else "")
        exiger_organisation(str(lue.valeurs["dispositif"]), str(organisation or ""))
        exiger_dates(lue, connu)
        valeurs = dict(lue.valeurs) | {"portefeuille": portefeuille}
        comparer(lue, plan, connu, valeurs)
        if connu is None:
            plan.cle = (siret, mots(nom))
            self.nouveaux_equipements[plan.cle] = plan
            return
        if connu.dossiers and "dispositif" in plan.changements:
            raise Refusee("Des dossiers existent : le dispositif de cet équipement ne change plus.")
        plan.cible = connu.pk

    def _equipement_vise(self, lue: LigneLue, siret: str, nom: str) -> Any:
        """The équipement that a line is about; None for a new one."""
        numero = lue.valeurs.get("numero")
        if isinstance(numero, int):
            if numero not in self.etat.equipements:
                raise Refusee(f"Aucun équipement n° {numero} à cette Caf.")
            return self.etat.equipements[numero]
        homonymes = self.noms.get((siret, mots(nom)), [])
        if len(homonymes) > 1:
            raise Refusee("Plusieurs équipements de ce nom : indiquez le numéro de celui-ci.")
        return self.etat.equipements[homonymes[0]] if homonymes else None

    def _reference(self, siret: str, designation: Designation) -> Reference:
        """The équipement of a partner that a lieu or a role names."""
        if isinstance(designation, int):
            trouve = self.etat.equipements.get(designation)
            if trouve is None or trouve.siret != siret:
                raise Refusee(f"Ce gestionnaire n’a pas d’équipement n° {designation} à cette Caf.")
            return designation
        cle = (siret, mots(designation))
        homonymes = self.noms.get(cle, [])
        if len(homonymes) > 1:
            raise Refusee(
                f"Plusieurs équipements {citer(designation)} : désignez-le par « n° » et son "
                "numéro."
            )
        if homonymes:
            return homonymes[0]
        if cle in self.nouveaux_equipements:
            return cle
        raise Refusee(f"Ce gestionnaire n’a pas d’équipement {citer(designation)} à cette Caf.")

    # --- lieux ----------------------------------------------------------------------

    def lieu(self, lue: LigneLue, plan: LignePlan) -> None:
        siret, nom = str(lue.valeurs["siret"]), str(lue.valeurs["nom"])
        self._exiger_gestionnaire(siret)
        designations: Any = lue.valeurs["equipement"]
        reference = self._reference(siret, designations[0])
        if self._dispositif(reference) != "er":
            raise Refusee("Seul un Espace de rencontre a des lieux d’accueil.")
        connu = self._lieu_vise(lue, reference, nom)
        self._une_fois((LIEUX, reference, mots(nom)), lue)
        if connu:
            self._une_fois((LIEUX, connu.pk), lue)
        if connu and connu.equipement != reference:
            raise Refusee(f"Le lieu n° {connu.pk} est celui d’un autre équipement.")
        autre = self.lieux_de.get((reference, mots(nom))) if isinstance(reference, int) else None
        if autre is not None and (connu is None or connu.pk != autre):
            raise Refusee("Cet équipement a déjà un lieu de ce nom.")
        exiger_dates(lue, connu)
        plan.reference = reference
        comparer(lue, plan, connu, sauf=("equipement", "siret"))
        plan.cible = connu.pk if connu else None

    def _lieu_vise(self, lue: LigneLue, reference: Reference, nom: str) -> Any:
        numero = lue.valeurs.get("numero")
        if isinstance(numero, int):
            if numero not in self.etat.lieux:
                raise Refusee(f"Aucun lieu n° {numero} à cette Caf.")
            return self.etat.lieux[numero]
        pk = self.lieux_de.get((reference, mots(nom))) if isinstance(reference, int) else None
        return self.etat.lieux[pk] if pk is not None else None

    def _dispositif(self, reference: Reference) -> str:
        if isinstance(reference, int):
            return self.etat.equipements[reference].dispositif
        return str(self.nouveaux_equipements[reference].valeurs["dispositif"])

    def _une_fois(self, cle: tuple[Any, ...], lue: LigneLue) -> None:
        premiere = self.vus.setdefault(cle, lue.numero)
        if premiere != lue.numero:
            raise Refusee(f"La ligne {premiere} dit déjà cela : supprimez l’une des deux.")
