"""Several values together: one effect, one publication, by one person who proposed none."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from subventions.models import EtatEffet, LigneBareme, PropositionBareme
from subventions.propositions.services.acces import valeurs_a_publier
from subventions.propositions.services.annonces import annoncer_publication
from subventions.propositions.services.effet import calculer, redemander
from subventions.propositions.services.jointes import joindre
from subventions.propositions.services.proposition import ecarter
from subventions.propositions.services.publication import publier
from tests.declarations.listes import page
from tests.declarations.remplir import jusqu_a, referentiels
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.propositions.outils import MOTIF, proposee, seconde

pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def tete(monde: Monde) -> PropositionBareme:
    """A ceiling of 20 € an hour, from 2025, in the nation."""
    return proposee(monde, valeur="20")


def jointe(
    monde: Monde,
    tete: PropositionBareme,
    parametre: str = "taux",
    valeur: str = "0.50",
    jeton: UUID | None = None,
) -> PropositionBareme:
    return joindre(
        tete.pk,
        parametre=parametre,
        valeur=valeur,
        marque="P",
        jeton=jeton or uuid4(),
        acteur=acteur(monde.national),
    )


def test_elle_prend_de_la_premiere_ce_qui_les_fixe_ensemble(
    monde: Monde, tete: PropositionBareme
) -> None:
    calculer(tete.pk, MAINTENANT)
    taux, jeton = jointe(monde, tete), uuid4()
    for champ in ("caf", "dispositif", "debut", "fin", "source", "motif", "document"):
        assert getattr(taux, champ) == getattr(tete, champ)
    tete.effet.refresh_from_db()
    assert tete.effet.etat == EtatEffet.DEMANDE
    cap = jointe(monde, tete, "cap_organisation", "0.4", jeton)
    assert jointe(monde, tete, "cap_organisation", "0.4", jeton) == cap
    assert list(tete.jointes.order_by("pk")) == [taux, cap]


def test_un_seul_effet_celui_des_deux(monde: Monde, tete: PropositionBareme) -> None:
    """20 € an hour at 50 %: the estimate under way is that of both, not of one after the other."""
    referentiels(monde.caf)
    LigneBareme.objects.filter(caf=monde.caf, dispositif="er").update(fin=2024)
    jusqu_a(monde.declaration("reelle", 2025), monde, "a_approuver")
    jointe(monde, tete)
    calculer(tete.pk, MAINTENANT)
    tete.effet.refresh_from_db()
    seule = proposee(monde, valeur="20")
    calculer(seule.pk, MAINTENANT)
    seule.effet.refresh_from_db()
    ensemble = tete.effet.apres + tete.effet.montant_ouvert
    sans_le_taux = seule.effet.apres + seule.effet.montant_ouvert
    assert ensemble > 0
    # 50 % in place of 60 %, to the cent of one rounding.
    assert abs(ensemble * Decimal(6) / Decimal(5) - sans_le_taux) <= Decimal("0.02")


def test_publiees_en_une_fois_par_qui_n_en_a_propose_aucune(
    monde: Monde, tete: PropositionBareme
) -> None:
    taux = jointe(monde, tete)
    calculer(tete.pk, MAINTENANT)
    with pytest.raises(ActionRefusee, match="autre personne"):
        publier(tete.pk, acteur=acteur(monde.national))
    with pytest.raises(ActionRefusee, match="se publie avec"):
        publier_jointe(taux)
    publier(tete.pk, acteur=seconde())
    for proposition in (tete, taux):
        proposition.refresh_from_db()
        assert proposition.publiee_le == MAINTENANT
        assert proposition.ligne.valeur_ecrite == proposition.valeur_ecrite
    assert LigneJournal.objects.filter(action="bareme.publie").count() == 2
    annoncer_publication(tete.pk, MAINTENANT)
    textes = Courriel.objects.filter(objet__contains="est publiée").values_list("texte", flat=True)
    assert textes
    assert all(f"Avec elle : {taux}." in texte for texte in textes)


def publier_jointe(taux: PropositionBareme) -> None:
    publier(taux.pk, acteur=seconde())


def test_l_une_ne_passe_pas_sans_l_autre(
    monde: Monde, tete: PropositionBareme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stops the second leaves the first as it was."""
    jointe(monde, tete)
    calculer(tete.pk, MAINTENANT)
    avant = LigneBareme.objects.count()
    faits = []

    def tomber(*args: object, **champs: object) -> None:
        faits.append(args)
        if len(faits) == 2:
            raise RuntimeError("panne")

    monkeypatch.setattr("subventions.propositions.services.publication._raconter", tomber)
    with pytest.raises(RuntimeError), transaction.atomic():
        publier(tete.pk, acteur=seconde())
    assert LigneBareme.objects.count() == avant
    assert not PropositionBareme.objects.filter(publiee_le__isnull=False).exists()


def test_ecartee_seule_les_autres_sont_recalculees(monde: Monde, tete: PropositionBareme) -> None:
    taux = jointe(monde, tete)
    calculer(tete.pk, MAINTENANT)
    ecarter(taux.pk, motif=MOTIF, acteur=acteur(monde.national))
    tete.effet.refresh_from_db()
    assert tete.effet.etat == EtatEffet.DEMANDE
    remise = jointe(monde, tete, valeur="0.55")
    ecarter(tete.pk, motif=MOTIF, acteur=seconde())
    for proposition in (tete, remise):
        proposition.refresh_from_db()
        assert proposition.ecartee_motif == MOTIF


def test_ce_qui_ne_se_joint_pas(monde: Monde, tete: PropositionBareme) -> None:
    taux = jointe(monde, tete)
    for parametre in ("taux", "plafond_horaire"):
        with pytest.raises(DemandeInvalide, match="déjà dans cette proposition"):
            jointe(monde, tete, parametre)
    with pytest.raises(DemandeInvalide, match="n’entre pas"):
        jointe(monde, tete, "plafond_etp")
    with pytest.raises(ActionRefusee, match="ne reçoit plus"):
        jointe(monde, taux, "cap_organisation", "0.4")
    with pytest.raises(ActionRefusee, match="Seule la personne"):
        joindre(
            tete.pk,
            parametre="cap_organisation",
            valeur="0.4",
            marque="P",
            jeton=uuid4(),
            acteur=seconde(),
        )
    with pytest.raises(ActionRefusee, match="ensemble des valeurs"):
        redemander(taux.pk, acteur=acteur(monde.national))
    assert valeurs_a_publier(seconde()) == [tete]


def test_la_base_refuse_deux_fois_le_meme_parametre(monde: Monde, tete: PropositionBareme) -> None:
    taux = jointe(monde, tete)
    taux.pk, taux.jeton = None, uuid4()
    with pytest.raises(IntegrityError, match="proposition_jointe_une_fois"), transaction.atomic():
        taux.save(force_insert=True)


def test_l_ecran_de_la_premiere_les_dit_toutes(
    monde: Monde, client: Client, tete: PropositionBareme
) -> None:
    sienne = reverse("propositions:proposition", args=[tete.pk])
    ajout = reverse("propositions:joindre", args=[tete.pk])
    assert ajout in page(client, monde.national, sienne)
    champs = {"jeton": str(uuid4()), "parametre": "taux", "valeur": "beaucoup", "marque": "P"}
    assert client.post(ajout, champs).status_code == 422
    assert client.post(ajout, champs | {"valeur": "50 %"}).status_code == 302
    taux = tete.jointes.get()
    assert taux.valeur == Decimal("0.5")
    calculer(tete.pk, MAINTENANT)
    lue = page(client, seconde().utilisateur, sienne)
    assert "Publiées avec elle, en une fois" in lue
    assert ajout not in lue
    publication = page(
        client, seconde().utilisateur, reverse("propositions:publier", args=[tete.pk])
    )
    assert str(tete) in publication
    assert str(taux) in publication
    suite = page(client, monde.national, reverse("propositions:proposition", args=[taux.pk]))
    assert "Elle se publie avec" in suite
