"""What waits in a browser: for one person, by form and chemin, a week at most."""

from tests.e2e.modules.conftest import Essai

SEMAINE = 7 * 24 * 60 * 60 * 1000


def test_ce_qui_est_pose_se_relit_puis_s_ote(essai: Essai) -> None:
    lues = essai(
        "attente",
        """m.poser("3/activite", "lieux.l1.heures", { valeur: "12", revision: 4 }, false);
        m.poser("3/finances", "comptes.64", { valeur: "9", revision: 1 }, false);
        const avant = m.lire("3/activite");
        m.oter("3/activite", "lieux.l1.heures");
        return [avant, m.lire("3/activite"), m.lire().map(({ chemin }) => chemin)]""",
    )
    (posee,), restantes, toutes = lues
    assert (posee["feuille"], posee["chemin"]) == ("3/activite", "lieux.l1.heures")
    assert (posee["valeur"], posee["revision"]) == ("12", 4)
    assert restantes == []
    assert toutes == ["comptes.64"]


def test_un_chiffre_reserve_ne_quitte_pas_son_onglet(essai: Essai) -> None:
    lieux = essai(
        "attente",
        """m.poser("3/finances", "salaire", { valeur: "30000" }, true);
        return [localStorage.length, sessionStorage.length, m.lire().length]""",
    )
    assert lieux == [0, 1, 1]


def test_ce_qui_attend_pour_un_autre_ne_se_lit_pas(essai: Essai) -> None:
    lues = essai(
        "attente",
        """const posee = JSON.stringify({ valeur: "1", le: Date.now() });
        localStorage.setItem("portail-attente:8:3/activite:heures", posee);
        m.poser("3/activite", "heures", { valeur: "2" }, false);
        m.vider();
        return [m.lire(), Object.keys(localStorage)]""",
    )
    assert lues == [[], ["portail-attente:8:3/activite:heures"]]


def test_purger_ote_le_trop_vieux_l_illisible_et_le_salaire_d_un_autre(essai: Essai) -> None:
    restent = essai(
        "attente",
        """const cle = (qui, nom) => `portail-attente:${qui}:1/finances:${nom}`;
        const datee = (age) => JSON.stringify({ valeur: "1", le: Date.now() - age });
        localStorage.setItem(cle(8, "recent"), datee(donnee - 60000));
        localStorage.setItem(cle(7, "vieux"), datee(donnee + 60000));
        localStorage.setItem(cle(7, "illisible"), "{");
        localStorage.setItem("autre-chose", "{");
        sessionStorage.setItem(cle(8, "salaire"), datee(0));
        sessionStorage.setItem(cle(7, "salaire"), datee(0));
        m.purger();
        return [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()""",
        donnee=SEMAINE,
    )
    assert restent == [
        "autre-chose",
        "portail-attente:7:1/finances:salaire",
        "portail-attente:8:1/finances:recent",
    ]


def test_rien_ne_se_pose_apres_la_deconnexion(essai: Essai) -> None:
    posees = essai(
        "attente",
        """window.portailPresence = { presente: () => "" };
        m.poser("3/activite", "heures", { valeur: "2" }, false);
        return m.lire()""",
    )
    assert posees == []


def test_sans_memoire_rien_n_echoue(essai: Essai) -> None:
    lues = essai(
        "attente",
        """Storage.prototype.setItem = () => {
          throw new DOMException("plein", "QuotaExceededError");
        };
        m.poser("3/activite", "heures", { valeur: "2" }, false);
        return m.lire()""",
    )
    assert lues == []


def test_combien(essai: Essai) -> None:
    assert essai("attente", "return [m.combien(1), m.combien(2)]") == ["1 donnée", "2 données"]
