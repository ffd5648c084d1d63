"""The simulator asks the one engine: the same figures give the same amount, and a marginal value is
the difference of two full computations; payments make the right."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from subventions.referentiels import profils_acomptes
from subventions.simulateur.regles.tresorerie import cumul, tresorerie
from subventions.simulateur.regles.variantes import variantes
from tests.subventions.simulateur.simules import demandes, montant, montants, simulation


@given(demandes)
def test_les_memes_chiffres_donnent_le_meme_montant(demande):
    dispositif, donnees = demande
    assert simulation(dispositif, donnees).montant == montant(dispositif, donnees)


@given(demandes)
def test_une_valeur_marginale_est_la_difference_de_deux_calculs(demande):
    dispositif, donnees = demande
    resultat = simulation(dispositif, donnees)
    attendues = variantes(dispositif, resultat.entree.donnees)
    assert [m.libelle for m in resultat.marges] == [v.libelle for v in attendues]
    for marge, variante in zip(resultat.marges, attendues, strict=True):
        for ecart, donnees_voisines in (
            (marge.egales, variante.egales),
            (marge.proportion, variante.proportion),
        ):
            if donnees_voisines is None:
                assert ecart is None
            else:
                assert resultat.montant + ecart == montant(dispositif, donnees_voisines)


@given(demandes)
def test_plus_ne_coute_jamais_et_moins_ne_rapporte_jamais(demande):
    for marge in simulation(*demande).marges:
        sens = -1 if "baisse" in marge.libelle or "moins" in marge.libelle else 1
        for ecart in (marge.egales, marge.proportion):
            assert ecart is None or ecart * sens >= 0, marge


@given(montants, st.sampled_from(sorted(profils_acomptes())), montants, montants)
def test_ce_qui_est_verse_fait_le_droit_jamais_un_centime_de_moins(droit, code, n1, n2):
    profil = profils_acomptes()[code]
    total = Decimal(droit)
    tresor = tresorerie(total, profil, {"reel_n1": n1, "reel_n2": n2})
    indu = tresor.echeancier.indu
    assert sum(tresor.par_mois) - indu == total
    assert cumul(tresor.par_mois)[-1] == sum(tresor.par_mois)
