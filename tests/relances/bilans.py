"""A source of attendus that holds one file, of another kind than declarations."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from habilitations.permissions import Acteur
from portal.dossiers.attendus import Attendu, Demande, DossierAttendu, Fiche, Genre, Repere, Source
from portal.dossiers.models import Dossier
from portal.dossiers.regles.echeances import ANNONCEE, Echeance
from tests.monde import Monde
from tests.relances.campagnes import ECHEANCE

BILAN = Genre("un bilan", "le bilan", "bilans")


@dataclass
class Bilans:
    """A source that holds one file, due as declarations are, of who enters the activity."""

    monde: Monde
    ligne: Dossier
    fait: bool = False
    le: date = ECHEANCE

    def dossiers(self, demande: Demande) -> Iterator[DossierAttendu]:
        hors = demande.gestionnaires is not None and (
            self.monde.passerelles.gestionnaire.pk not in demande.gestionnaires
        )
        if self.fait or hors or demande.dossiers not in (None, [self.ligne.pk]):
            return
        echeance = Echeance(self.le, ANNONCEE, (self.le - demande.jour).days)
        chez = (self.monde.caf.pk, self.monde.passerelles.gestionnaire.pk)
        yield DossierAttendu(self.fiche(), echeance, chez, self.attendu_de, lambda _: "À eux")

    def echeances(self, demande: Demande) -> Iterator[tuple[int, Echeance]]:
        for dossier in self.dossiers(demande):
            assert dossier.echeance is not None
            yield self.monde.caf.pk, dossier.echeance

    def reperes(self, dossiers: Collection[int]) -> Iterator[Repere]:
        if self.ligne.pk in dossiers:
            yield self.fiche()

    def source(self) -> Source:
        return Source(self.dossiers, self.echeances, self.reperes)

    def attendu_de(self, qui: Acteur) -> Attendu | None:
        if qui.utilisateur != self.monde.passerelles.activite:
            return None
        return Attendu("Répondre au questionnaire", "/bilans/1/")

    def fiche(self) -> Fiche:
        gestionnaire, caf = self.monde.passerelles.gestionnaire, self.monde.caf
        return Fiche(
            pk=self.ligne.pk,
            genre=BILAN,
            reference="B-2025-000001",
            libelle="Bilan 2025",
            objet="Parentalité",
            gestionnaire_id=gestionnaire.pk,
            gestionnaire=gestionnaire.nom,
            siret=gestionnaire.siret,
            caf_id=caf.pk,
            caf=caf.nom,
            code_caf=caf.code,
            telephone="",
            referent=self.monde.conseiller,
            adresse="/bilans/1/",
        )
