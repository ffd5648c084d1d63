"""What the database refuses of a proposal and of its effect: each constraint, and both triggers."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint

from portal.socle.models import Document
from subventions.models import EffetBareme, PropositionBareme
from tests.monde import MAINTENANT, Monde
from tests.subventions.propositions.outils import proposee, publiee
from tests.subventions.test_baremes import REFUS

DE_LA_VALEUR = [(nom.replace("ligne_bareme", "proposition"), champs) for nom, champs in REFUS]
DE_LA_PROPOSITION = [
    ("proposition_motivee", {"motif": ""}),
    ("proposition_publication_complete", {"publiee_le": MAINTENANT}),
    ("proposition_ecart_complet", {"ecartee_le": MAINTENANT}),
    ("proposition_ecart_complet", {"ecartee_motif": "Sans suite"}),
]
DE_L_EFFET = [
    ("effet_bareme_date_du_calcul", {"etat": "fait"}),
    ("effet_bareme_date_du_calcul", {"calcule_le": MAINTENANT}),
    ("effet_bareme_etat_connu", {"etat": "autre"}),
]


def neuve(monde: Monde, **champs: object) -> PropositionBareme:
    document = Document.objects.create(
        identifiant=uuid4(),
        nom="circulaire.pdf",
        taille=1,
        type="pdf",
        sha256="0" * 64,
        depose_par_id=monde.national.pk,
        depose_le=MAINTENANT,
    )
    defaut = {
        "dispositif": "er",
        "parametre": "taux",
        "valeur": Decimal("0.60"),
        "debut": 2023,
        "source": "Barème publié",
        "marque": "P",
        "motif": "Parce que",
        "document": document,
        "jeton": uuid4(),
        "proposee_par": monde.national,
        "proposee_le": MAINTENANT,
    }
    return PropositionBareme(**(defaut | champs))


@pytest.mark.parametrize(("contrainte", "champs"), DE_LA_VALEUR + DE_LA_PROPOSITION)
def test_la_base_refuse(monde: Monde, contrainte: str, champs: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        neuve(monde, **champs).save()


def test_une_autre_personne_publie(monde: Monde) -> None:
    proposition = neuve(monde, publiee_par=monde.national, publiee_le=MAINTENANT)
    proposition.ligne = publiee(monde).ligne
    with pytest.raises(IntegrityError, match="proposition_deux_personnes"), transaction.atomic():
        proposition.save()


@pytest.mark.parametrize(("contrainte", "champs"), DE_L_EFFET)
def test_un_effet(monde: Monde, contrainte: str, champs: dict[str, object]) -> None:
    effets = EffetBareme.objects.filter(proposition=proposee(monde))
    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        effets.update(**champs)


def verifiees(modele: type[models.Model]) -> dict[str, str]:
    regles = [c for c in modele._meta.constraints if isinstance(c, CheckConstraint)]
    return {regle.name: str(regle.get_violation_error_message()) for regle in regles}


def test_chaque_contrainte_a_son_cas_et_se_dit_en_francais() -> None:
    attendues = verifiees(PropositionBareme) | verifiees(EffetBareme)
    vues = {nom for nom, _ in DE_LA_VALEUR + DE_LA_PROPOSITION + DE_L_EFFET}
    assert set(attendues) == vues | {"proposition_deux_personnes"}
    assert all(message.endswith(".") for message in attendues.values())


def test_une_proposition_ne_se_modifie_ni_ne_s_efface(monde: Monde) -> None:
    proposition = proposee(monde)
    siennes = PropositionBareme.objects.filter(pk=proposition.pk)
    for champs in ({"valeur": "91"}, {"motif": "Autre"}, {"proposee_par": monde.ccd.pk}):
        with pytest.raises(IntegrityError, match="proposition_figee"), transaction.atomic():
            siennes.update(**champs)
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        models.QuerySet(PropositionBareme).filter(pk=proposition.pk)._raw_delete("default")


def test_ce_qui_est_decide_le_reste(monde: Monde) -> None:
    siennes = PropositionBareme.objects.filter(pk=publiee(monde).pk)
    with pytest.raises(IntegrityError, match="proposition_figee"), transaction.atomic():
        siennes.update(publiee_le=None, publiee_par=None, ligne=None)
