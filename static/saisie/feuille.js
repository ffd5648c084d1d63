// Saves each field of a form as one leaves it, one request at a time, each with the revision that
// the field was read at (docs/decisions/0014). The answer moves the page's revision forward and shows
// what others wrote; the panel is asked for apart. Without this script, the buttons save.
import { suivreAppui } from "./appui.js";
import * as attente from "./attente.js";
import { champsDe } from "./champs.js";
import { envoyer as envoyerLot } from "./envoi.js";
import { etatDe } from "./etat.js";
import { panneauDe } from "./panneau.js";
import { suivrePlan } from "./plan.js";
import { reprendre } from "./reprise.js";
import { surveillerSortie } from "./sortie.js";

export const suivre = (formulaire) => {
  const { feuille } = formulaire.dataset;
  const champs = champsDe(formulaire);
  const finDAppui = suivreAppui();
  const panneau = panneauDe(formulaire.dataset, finDAppui);
  const zone = formulaire.querySelector("[data-etat-saisie]");
  const dire = etatDe(zone, formulaire.dataset.connexion);
  const EN_ATTENTE = ["attente", "En attente d’envoi"];
  const file = new Map(); // chemin → {chemin, valeur, revision, genre}
  const conflits = new Map(); // chemin → {mienne, autre}
  const erreurs = new Set();
  const bases = new Map(); // chemin → revision of the value shown, where it is behind the page's
  let lot = null; // what is being sent, sent again as it is until the server answers
  let actif = false;
  let panne = null; // the line of reponses.js that stops what waits
  let derniere = ""; // time of the last save
  let plafond = Infinity; // fields in one lot
  let revenu = false; // the connection or the session came back while a send was failing
  let revision = Number(formulaire.elements.revision.value);

  const enAttente = () => file.size + (lot?.contenu.length ?? 0);

  // Leaving a field is often the press on a button: what is said then would move it.
  const apresAppui = (faire) => finDAppui().then(faire);

  const direEtat = () =>
    apresAppui(() =>
      dire({ panne, derniere, actif: () => actif, nombre: enAttente(), aChoisir: conflits.size, aCorriger: erreurs.size }),
    );

  // A value refused is kept with the one that the portal had: it gives way to any other saved since.
  const garder = ({ chemin, valeur, revision: depuis, genre, le }, refuseeSur) => {
    if (genre === "confirmer") return;
    const reserve = "reserve" in champs.bloc(chemin).dataset;
    const ou = { adresse: location.pathname + location.search, titre: formulaire.dataset.titre, libelle: champs.libelle(chemin) };
    attente.poser(feuille, chemin, { valeur, revision: depuis, refuseeSur, le, ...ou }, reserve);
  };

  const noter = (chemin) => {
    const valeur = champs.valeur(chemin);
    const enRoute = lot?.contenu.some((i) => i.chemin === chemin);
    const avant = file.get(chemin);
    const choix = conflits.get(chemin);
    if (choix) {
      // Both values were on the page: what is typed now is the choice.
      conflits.delete(chemin);
      bases.delete(chemin);
    } else if (!enRoute && champs.memes(valeur, champs.connue(chemin))) {
      file.delete(chemin);
      erreurs.delete(chemin);
      attente.oter(feuille, chemin);
      const aTaire = avant || champs.bloc(chemin).classList.contains("champ--erreur");
      if (aTaire) apresAppui(() => file.has(chemin) || champs.etat(chemin, "", ""));
      return direEtat();
    }
    const article = { chemin, valeur, revision: avant?.revision ?? bases.get(chemin) ?? revision, genre: "valeur" };
    if (choix && champs.memes(valeur, choix.autre)) Object.assign(article, { valeur: choix.mienne, genre: "autre" });
    file.set(chemin, article);
    garder(article);
    return pousser(chemin);
  };

  // While a delay runs, what is typed waits with the rest: a busy server is not asked at each field.
  const pousser = (chemin) => {
    if (panne?.suite !== "delais" || actif) return envoyer();
    apresAppui(() => file.has(chemin) && champs.etat(chemin, ...EN_ATTENTE));
    return direEtat();
  };

  const rang = ({ chemin, genre }) => (genre === "confirmer" ? `confirmer:${chemin}` : chemin);

  // Fields read at the same revision go together; the oldest first.
  const prendre = () => {
    if (!file.size) return null;
    const depuis = Math.min(...[...file.values()].map((i) => i.revision));
    const contenu = [...file.values()].filter((i) => i.revision === depuis).slice(0, plafond);
    contenu.forEach((i) => file.delete(rang(i)));
    return { revision: depuis, contenu };
  };

  // Send one lot; return null once dealt with, else the line that stops it.
  const transmettre = async (aEnvoyer) => {
    const reponse = await envoyerLot(formulaire, aEnvoyer);
    await finDAppui();
    if (reponse.suite === "acquitte") appliquer(aEnvoyer, reponse.contenu);
    else if (reponse.suite === "morceaux") diviser(aEnvoyer, reponse.message);
    else if (reponse.suite === "personne") {
      // Somebody else is logged in here now: this page is not theirs. What waits is kept apart.
      sortie.laisserPartir();
      location.reload();
      return reponse;
    } else return reponse;
    return null;
  };

  // Back to the queue, in lots half as large. A field too long alone says so and lets the others go.
  const diviser = ({ contenu }, texte) => {
    if (contenu.length > 1) plafond = Math.ceil(contenu.length / 2);
    contenu.forEach((article) => {
      const suivant = file.get(rang(article));
      if (suivant) suivant.revision = article.revision;
      else if (contenu.length > 1) file.set(rang(article), article);
      else if (article.genre !== "confirmer") refuser(article, texte);
    });
  };

  const refuser = (article, texte) => {
    bases.set(article.chemin, article.revision);
    erreurs.add(article.chemin);
    champs.erreur(article.chemin, texte);
  };

  // Something valid was saved there since, by whatever way: what was refused is dropped, and said.
  const direCedee = (chemin, pourquoi, refusee) =>
    champs.etat(chemin, "info", `${pourquoi}. Votre saisie «\u00a0${[refusee].flat().join(", ")}\u00a0», refusée, n’est pas gardée.`);

  // Never under the eyes of who is in the field: when it is left as it was.
  const cederEnSortant = (chemin, r) =>
    champs.bloc(chemin).addEventListener("focusout", () => {
      if (erreurs.has(chemin) && !file.has(chemin)) ceder(chemin, r);
      direEtat();
    }, { once: true });

  const ceder = (chemin, r) => {
    direCedee(chemin, r.autres[chemin], champs.valeur(chemin));
    erreurs.delete(chemin);
    bases.delete(chemin);
    attente.oter(feuille, chemin);
    champs.ecrire(chemin, r.valeurs[chemin]);
    champs.apprendre(chemin, r.valeurs[chemin]);
  };

  const appliquer = (recu, r) => {
    revision = Math.max(revision, r.revision);
    const partis = new Set(recu.contenu.map((i) => i.chemin));
    Object.keys(r.autres).forEach((c) => {
      if (!champs.bloc(c) || partis.has(c) || champs.memes(r.valeurs[c], champs.connue(c))) return;
      if (file.has(c) || conflits.has(c)) return;
      if (erreurs.has(c) && !champs.aLeFocus(c)) return ceder(c, r);
      if (champs.estModifie(c)) {
        if (erreurs.has(c)) cederEnSortant(c, r);
        bases.set(c, bases.get(c) ?? recu.revision); // being typed: its save will tell of both values
        return;
      }
      champs.ecrire(c, r.valeurs[c]);
      champs.apprendre(c, r.valeurs[c]);
      champs.etat(c, "info", `${r.autres[c]}.`);
    });
    recu.contenu.forEach((article) => regler(article, r));
    r.confirmees.forEach((c) => champs.bloc(c) && champs.confirmer(c));
    // Even with nothing written: what is sent again after a lost answer is saved already.
    if (recu.contenu.some(({ chemin: c }) => !r.erreurs[c] && !r.conflits[c])) derniere = r.heure;
    formulaire.elements.revision.value = revision;
    champs.conditions();
    panneau.demander();
    document.dispatchEvent(new CustomEvent("portail:echange", { detail: r }));
  };

  const regler = (article, r) => {
    const { chemin, valeur, revision: depuis, genre } = article;
    const suivant = file.get(chemin);
    erreurs.delete(chemin);
    if (genre === "confirmer") return;
    if (r.erreurs[chemin]) {
      if (suivant) bases.set(chemin, depuis);
      else if (article.rappelee && r.autres[chemin] && !champs.aLeFocus(chemin)) ceder(chemin, r);
      else {
        refuser(article, r.erreurs[chemin]);
        garder(article, champs.connue(chemin));
        if (article.rappelee && r.autres[chemin]) cederEnSortant(chemin, r);
      }
    } else if (r.conflits[chemin]) {
      bases.set(chemin, depuis);
      champs.apprendre(chemin, r.valeurs[chemin]);
      if (suivant) return;
      conflits.set(chemin, { mienne: valeur, autre: r.valeurs[chemin] });
      champs.conflit(chemin, r.conflits[chemin]);
    } else {
      const gardee = genre === "autre" ? champs.connue(chemin) : (r.valeurs[chemin] ?? valeur);
      bases.delete(chemin);
      champs.apprendre(chemin, gardee);
      if (suivant) {
        suivant.revision = r.revision; // typed over what has just been saved
        garder(suivant);
        return;
      }
      attente.oter(feuille, chemin);
      if (!champs.aLeFocus(chemin) && champs.memes(champs.valeur(chemin), valeur)) champs.ecrire(chemin, gardee);
      champs.etat(chemin, "succes", genre === "autre" ? "L’autre valeur est gardée" : `Enregistré à ${r.heure}`);
    }
  };

  const envoyer = async () => {
    if (actif || panne?.suite === "arret" || panne?.suite === "personne") return direEtat();
    actif = true;
    reprise.suspendre();
    while ((lot ??= prendre())) {
      direEtat();
      panne = await transmettre(lot);
      if (panne) break;
      lot = null;
      reprise.oublier();
    }
    actif = false;
    if (panne) interrompre();
    return direEtat();
  };
  const reprise = reprendre(envoyer);

  const interrompre = () => {
    const etat = panne.suite === "arret" ? ["erreur", "Non enregistré"] : EN_ATTENTE;
    [...(lot?.contenu ?? []), ...file.values()].forEach((i) => i.genre !== "confirmer" && champs.etat(i.chemin, ...etat));
    if (panne.suite === "delais") reprise.plusTard(panne.patience);
    if (revenu) reprise.maintenant();
    revenu = false;
  };

  // Ask what changed elsewhere: the page comes from the browser's memory, not from the server.
  const synchroniser = () => {
    lot ??= { revision, contenu: [] };
    envoyer();
  };

  const noterLeChampEnCours = () => {
    const chemin = document.activeElement?.closest?.("[data-champ]")?.dataset.champ;
    if (chemin && formulaire.contains(document.activeElement) && champs.estModifie(chemin) && !conflits.has(chemin) && !erreurs.has(chemin)) noter(chemin);
  };

  formulaire.addEventListener("change", ({ target }) => {
    const chemin = target.closest("[data-champ]")?.dataset.champ;
    if (!chemin) return;
    if (target.name === chemin) champs.accorder(chemin, target);
    champs.conditions();
    if (target.name === chemin) noter(chemin);
    else if (target.name === "confirmer") {
      if (target.checked) file.set(`confirmer:${chemin}`, { chemin, revision, genre: "confirmer" });
      else file.delete(`confirmer:${chemin}`);
      pousser(chemin);
    }
  });

  formulaire.addEventListener("click", ({ target }) => {
    const { choix, chemin } = target.closest("[data-choix]")?.dataset ?? {};
    const conflit = conflits.get(chemin);
    if (!choix || !conflit) return;
    conflits.delete(chemin);
    bases.delete(chemin);
    if (choix === "autre") champs.ecrire(chemin, conflit.autre);
    champs.etat(chemin, "", "");
    champs.bloc(chemin).querySelector("input, textarea").focus();
    file.set(chemin, { chemin, valeur: conflit.mienne, revision, genre: choix === "autre" ? "autre" : "valeur" });
    champs.conditions();
    pousser(chemin);
  });

  const sortie = surveillerSortie(formulaire, {
    enAttente,
    estActif: () => actif,
    avantDePartir: noterLeChampEnCours,
    envoyer: () => (panne ? reprise.maintenant() : envoyer()),
    synchroniser,
    // Where to look when the page cannot be left to a button: a choice to make, or what waits.
    arreter: () => {
      const [premier] = conflits.keys();
      (premier ? champs.bloc(premier).querySelector(".conflit-champ [tabindex]") : zone).focus();
      direEtat();
    },
    aChoisir: () => conflits.size > 0,
  });
  reprise.ecouter(() => (actif ? (revenu = true) : panne && reprise.maintenant()));

  const rappeler = () => attente.lire(feuille).forEach(({ chemin, valeur, revision: depuis, refuseeSur, le }) => {
    if (!champs.bloc(chemin) || file.has(chemin) || conflits.has(chemin) || erreurs.has(chemin)) return;
    if (lot?.contenu.some((i) => i.chemin === chemin)) return;
    // Saved, or drawn by the server as it was refused: the page says which.
    if (champs.memes(valeur, champs.connue(chemin))) return attente.oter(feuille, chemin);
    if (refuseeSur !== undefined && !champs.memes(refuseeSur, champs.connue(chemin))) {
      attente.oter(feuille, chemin);
      return direCedee(chemin, "Une autre valeur a été enregistrée depuis", valeur);
    }
    champs.ecrire(chemin, valeur);
    return file.set(chemin, { chemin, valeur, revision: depuis, genre: "valeur", rappelee: true, le });
  });
  rappeler();
  suivrePlan(formulaire, champs, finDAppui, () => {
    champs.decouvrir();
    rappeler();
    if (file.size) envoyer();
  });
  champs.conditions();
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") synchroniser();
  else if (file.size) envoyer();
};
