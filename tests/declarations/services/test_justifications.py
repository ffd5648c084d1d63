"""Several justifications written at once: what can be is kept, the rest says why."""

import pytest

from declarations.models import Declaration, Justification
from declarations.models.controles import MotifJustification
from declarations.services.contenu import contenu_de
from declarations.services.contenu.evaluation import ConstatSuivi
from declarations.services.justifications import (
    DISPARU,
    BilanJustifications,
    Explication,
    empreinte,
    empreinte_de,
    justifier_ecarts,
)
from portal.socle.models import LigneJournal
from portal.socle.motifs import TROP_COURT
from portal.socle.refus import ActionRefusee
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import jusqu_a, remplir, signer
from tests.monde import Monde, acteur

TEXTE = "Une permanence de plus le mercredi."


@pytest.fixture
def clas(monde: Monde) -> Declaration:
    """Three collectifs of twenty children each: three gaps of the same check."""
    declaration = declaration_clas(monde)
    vingt = {f"collectifs.c{rang}.enfants": "20" for rang in (1, 2, 3)}
    return remplir(declaration, monde, vingt)


def suivis(declaration: Declaration) -> dict[str, ConstatSuivi]:
    declaration.refresh_from_db()
    return {s.constat.cle: s for s in contenu_de(declaration.version_courante).evaluation.constats}


def cles(declaration: Declaration, code: str = "C12") -> list[str]:
    return [c for c, s in suivis(declaration).items() if s.constat.code == code]


def envoyer(
    declaration: Declaration, monde: Monde, *explications: Explication, qui: str = "activite"
) -> BilanJustifications:
    return justifier_ecarts(
        declaration.pk, explications, acteur=acteur(getattr(monde.passerelles, qui))
    )


def test_deux_ecarts_justifies_d_un_coup(monde: Monde, clas: Declaration) -> None:
    premier, deuxieme, troisieme = cles(clas)

    bilan = envoyer(
        clas,
        monde,
        Explication(premier, "activite", TEXTE),
        Explication(deuxieme, "poste_vacant", "Le poste est resté vacant jusqu’en juin."),
    )

    assert bilan.enregistrees == [premier, deuxieme]
    assert not bilan.refusees
    restants = {c for c, s in suivis(clas).items() if s.est_obstacle}
    assert troisieme in restants
    assert not {premier, deuxieme} & restants
    assert LigneJournal.objects.filter(action="declaration.anomalie_justifiee").count() == 2


def test_ce_qui_est_refuse_n_empeche_pas_le_reste(monde: Monde, clas: Declaration) -> None:
    premier, deuxieme, troisieme = cles(clas)

    bilan = envoyer(
        clas,
        monde,
        Explication(premier, "activite", "ok"),
        Explication(deuxieme, "activite", TEXTE),
        Explication(troisieme, "", ""),
    )

    assert bilan.enregistrees == [deuxieme]
    assert [(r.champ, TROP_COURT in str(r)) for r in bilan.refusees[premier]] == [("texte", True)]
    assert [r.champ for r in bilan.refusees[troisieme]] == ["motif", "texte"]
    assert Justification.objects.get().cle == deuxieme


def test_un_ecart_disparu_entre_temps(monde: Monde, clas: Declaration) -> None:
    premier, _, _ = cles(clas)

    bilan = envoyer(
        clas,
        monde,
        Explication("C12:collectifs.parti.enfants", "activite", TEXTE),
        Explication(premier, "activite", TEXTE),
    )

    assert bilan.enregistrees == [premier]
    assert [str(r) for r in bilan.refusees["C12:collectifs.parti.enfants"]] == [DISPARU]


def test_enregistrer_deux_fois_la_meme_chose_ne_change_rien(
    monde: Monde, clas: Declaration
) -> None:
    premier, _, _ = cles(clas)
    explication = Explication(premier, "activite", TEXTE, depuis=empreinte(None))

    for _ in range(2):
        assert envoyer(clas, monde, explication).enregistrees == [premier]

    assert LigneJournal.objects.filter(action="declaration.anomalie_justifiee").count() == 1


def test_deux_personnes_ecrivent_en_meme_temps(monde: Monde, clas: Declaration) -> None:
    """Neither text is lost: the second one is told of the first, then may replace it."""
    premier, _, _ = cles(clas)
    vide = empreinte(None)
    envoyer(clas, monde, Explication(premier, "activite", TEXTE, depuis=vide))
    autre = "Deux fratries ont été accueillies ensemble."

    refuse = envoyer(clas, monde, Explication(premier, "autre", autre, depuis=vide))

    assert "Alice Activité a justifié cet écart" in str(refuse.refusees[premier][0])
    assert Justification.objects.get().texte == TEXTE
    lue = empreinte_de("activite", TEXTE)
    assert envoyer(clas, monde, Explication(premier, "autre", autre, depuis=lue)).enregistrees == [
        premier
    ]
    assert Justification.objects.get().texte == autre


def test_des_chiffres_qui_ont_bouge_pendant_la_frappe(monde: Monde, clas: Declaration) -> None:
    """The text is kept on the figures it was written for: it stays to be confirmed."""
    premier, _, _ = cles(clas)
    reference = suivis(clas)[premier].constat.reference

    bilan = envoyer(clas, monde, Explication(premier, "activite", TEXTE, figures=("14", reference)))

    assert (bilan.enregistrees, bilan.a_confirmer) == ([premier], [premier])
    assert Justification.objects.get().texte == TEXTE
    assert suivis(clas)[premier].est_obstacle


def test_un_volet_signe_entre_temps_le_dit_ecart_par_ecart(monde: Monde, clas: Declaration) -> None:
    premier, deuxieme, _ = cles(clas)
    signer(clas, monde)

    bilan = envoyer(
        clas,
        monde,
        Explication(premier, "autre", TEXTE),
        Explication(deuxieme, "autre", TEXTE),
    )

    assert bilan.enregistrees == []
    for cle in (premier, deuxieme):
        assert "n’est plus possible" in str(bilan.refusees[cle][0])


def test_ce_qui_revient_a_un_autre_ne_garde_rien(monde: Monde, clas: Declaration) -> None:
    premier, _, _ = cles(clas)

    with pytest.raises(ActionRefusee):
        envoyer(clas, monde, Explication(premier, "activite", TEXTE), qui="finances")

    assert not Justification.objects.exists()


class TestMotifs:
    """The list grows with what partners meet; what was chosen before is still read."""

    def test_la_liste_nomme_ce_que_vivent_les_partenaires(self) -> None:
        offerts = dict(MotifJustification.offerts("clas"))
        for attendu in (
            "collectif_supplementaire",
            "poste_vacant",
            "depart",
            "ouverture",
            "fermeture",
        ):
            assert attendu in offerts

    @pytest.mark.parametrize("dispositif", ["er", "cct"])
    def test_les_collectifs_sont_ceux_d_un_clas(self, dispositif: str) -> None:
        assert "collectif_supplementaire" not in dict(MotifJustification.offerts(dispositif))

    def test_un_motif_retire_de_la_liste_reste_lisible(
        self, monde: Monde, clas: Declaration
    ) -> None:
        premier, deuxieme, _ = cles(clas)
        envoyer(clas, monde, Explication(premier, "activite", TEXTE))
        Justification.objects.update(motif="lieux")
        ancien = "Ouverture, fermeture ou déménagement d’un lieu"
        assert Justification.objects.get().get_motif_display() == ancien

        bilan = envoyer(
            clas,
            monde,
            Explication(premier, "lieux", "Le lieu fermé en mars a rouvert en mai."),
            Explication(deuxieme, "lieux", TEXTE),
        )

        assert bilan.enregistrees == [premier]
        assert [r.champ for r in bilan.refusees[deuxieme]] == ["motif"]


def test_un_ecart_des_deux_volets_revient_a_l_un_ou_l_autre(monde: Monde) -> None:
    jusqu_a(monde.declaration("reelle", 2025), monde, "validee")
    declaration = remplir(
        monde.declaration("previsionnelle", 2026), monde, {"comptes.64": "30 000"}
    )
    partages = [c for c, s in suivis(declaration).items() if not s.constat.volet and s.est_obstacle]
    assert partages
    for cle in partages:
        for qui in ("activite", "finances"):
            assert envoyer(
                declaration, monde, Explication(cle, "activite", TEXTE), qui=qui
            ).enregistrees == [cle]
