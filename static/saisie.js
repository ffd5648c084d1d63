// Saves each field of a volet as one leaves it, one request at a time, each with the revision that
// the field was read at (docs/decisions/0014). The answer moves the page's revision forward, shows
// what others wrote, and brings the panel. Without this script, the buttons save.
(() => {
  const formulaire = document.getElementById("formulaire-volet");
  if (!formulaire?.dataset.saisie) return;
  const { volet } = formulaire.dataset;
  const attente = window.portailAttente;
  const champs = window.portailChamps(formulaire);
  const finDAppui = window.portailAppui();
  const etatPage = document.getElementById("etat-saisie");
  const dire = window.portailEtat(etatPage, document.getElementById("session-dialogue").dataset.connexion);

  const file = new Map(); // chemin → {chemin, valeur, revision, genre}
  const conflits = new Map(); // chemin → {mienne, autre}
  const erreurs = new Set();
  const bases = new Map(); // chemin → revision of the value shown, where it is behind the page's
  let lot = null; // what is being sent, sent again as it is until the server answers
  let actif = false;
  let panne = ""; // "", "reseau", "serveur", "session", "refus"
  let message = "";
  let derniere = ""; // time of the last save
  let essais = 0;
  let reprise = false; // the connection came back while a send was failing
  let minuterie = 0;
  let revision = Number(formulaire.elements.revision.value);

  const enAttente = () => file.size + (lot?.contenu.length ?? 0);

  const direEtat = () =>
    dire({ panne, message, derniere, actif: () => actif, nombre: enAttente(), aChoisir: conflits.size, aCorriger: erreurs.size });

  const garder = ({ chemin, valeur, revision: depuis, genre }) => {
    if (genre === "confirmer") return;
    const reserve = "reserve" in champs.bloc(chemin).dataset;
    const ou = { adresse: location.pathname + location.search, titre: formulaire.dataset.titre, libelle: champs.libelle(chemin) };
    attente.poser(volet, chemin, { valeur, revision: depuis, ...ou }, reserve);
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
      attente.oter(volet, chemin);
      if (avant || champs.bloc(chemin).classList.contains("champ--erreur")) champs.etat(chemin, "", "");
      return direEtat();
    }
    const article = { chemin, valeur, revision: avant?.revision ?? bases.get(chemin) ?? revision, genre: "valeur" };
    if (choix && champs.memes(valeur, choix.autre)) Object.assign(article, { valeur: choix.mienne, genre: "autre" });
    file.set(chemin, article);
    garder(article);
    return envoyer();
  };

  // Fields read at the same revision go together; the oldest first.
  const prendre = () => {
    if (!file.size) return null;
    const depuis = Math.min(...[...file.values()].map((i) => i.revision));
    const contenu = [...file.values()].filter((i) => i.revision === depuis);
    contenu.forEach((i) => file.delete(i.genre === "confirmer" ? `confirmer:${i.chemin}` : i.chemin));
    return { revision: depuis, contenu };
  };

  // Send one lot; return "" once the server has dealt with it, else what stops it.
  const transmettre = async (aEnvoyer) => {
    const { issue, contenu } = await window.portailEnvoi(formulaire, aEnvoyer);
    await finDAppui();
    message = contenu.message ?? "";
    if (!issue) appliquer(aEnvoyer, contenu);
    if (issue !== "personne") return issue;
    // Somebody else is logged in here now: this page is not theirs. What waits is kept apart.
    sortie.laisserPartir();
    location.reload();
    return "refus";
  };

  const appliquer = (recu, r) => {
    revision = Math.max(revision, r.revision);
    const partis = new Set(recu.contenu.map((i) => i.chemin));
    Object.keys(r.autres).forEach((c) => {
      if (!champs.bloc(c) || partis.has(c) || champs.memes(r.valeurs[c], champs.connue(c))) return;
      if (file.has(c) || conflits.has(c)) return;
      if (champs.estModifie(c)) {
        bases.set(c, bases.get(c) ?? recu.revision); // being typed: its save will tell of both values
        return;
      }
      champs.ecrire(c, r.valeurs[c]);
      champs.apprendre(c, r.valeurs[c]);
      champs.etat(c, "info", `${r.autres[c]}.`);
    });
    recu.contenu.forEach((article) => regler(article, r));
    r.confirmees.forEach((c) => champs.bloc(c) && champs.confirmer(c));
    if (r.ecrits.length || r.confirmees.length) derniere = r.heure;
    formulaire.elements.revision.value = revision;
    champs.conditions();
    montrerPanneau(r.panneau);
    document.dispatchEvent(new CustomEvent("portail:echange"));
  };

  const regler = ({ chemin, valeur, revision: depuis, genre }, r) => {
    const suivant = file.get(chemin);
    erreurs.delete(chemin);
    if (genre === "confirmer") return;
    if (r.erreurs[chemin]) {
      bases.set(chemin, depuis);
      if (suivant) return;
      erreurs.add(chemin);
      champs.erreur(chemin, r.erreurs[chemin]);
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
      attente.oter(volet, chemin);
      if (!champs.aLeFocus(chemin) && champs.memes(champs.valeur(chemin), valeur)) champs.ecrire(chemin, gardee);
      champs.etat(chemin, "succes", genre === "autre" ? "L’autre valeur est gardée" : `Enregistré à ${r.heure}`);
    }
  };

  // Not under the hand of somebody who reads it: then when they leave it.
  const montrerPanneau = (html) => {
    const ancien = document.getElementById("panneau");
    if (ancien.contains(document.activeElement)) {
      ancien.addEventListener("focusout", () => setTimeout(() => montrerPanneau(html)), { once: true });
      return;
    }
    // What was open stays open; a list that appears keeps the state it comes with.
    const ouverts = new Map([...ancien.querySelectorAll("details[data-cle]")].map((d) => [d.dataset.cle, d.open]));
    ancien.outerHTML = html;
    document.querySelectorAll("#panneau details[data-cle]").forEach((d) => (d.open = ouverts.get(d.dataset.cle) ?? d.open));
  };

  const envoyer = async () => {
    if (actif || panne === "refus") return direEtat();
    actif = true;
    clearTimeout(minuterie);
    while ((lot ??= prendre())) {
      direEtat();
      panne = await transmettre(lot);
      if (panne) break;
      lot = null;
      essais = 0;
    }
    actif = false;
    if (panne) {
      [...(lot?.contenu ?? []), ...file.values()].forEach(
        (i) => i.genre !== "confirmer" && champs.etat(i.chemin, panne === "refus" ? "erreur" : "attente", panne === "refus" ? "Non enregistré" : "En attente d’envoi"),
      );
      const delai = reprise ? 0 : Math.min(60_000, 5_000 * 2 ** essais++);
      if (panne === "reseau" || panne === "serveur") minuterie = setTimeout(envoyer, delai);
    }
    reprise = false;
    return direEtat();
  };

  // Ask what changed elsewhere: the page comes from the browser's memory, not from the server.
  const synchroniser = async () => {
    if (!lot) lot = { revision, contenu: [] };
    await envoyer();
  };

  const noterLeChampEnCours = () => {
    const chemin = document.activeElement?.closest?.("[data-champ]")?.dataset.champ;
    if (chemin && formulaire.contains(document.activeElement) && champs.estModifie(chemin) && !conflits.has(chemin) && !erreurs.has(chemin)) noter(chemin);
  };

  formulaire.addEventListener("change", ({ target }) => {
    const chemin = target.closest("[data-champ]")?.dataset.champ;
    if (!chemin) return;
    champs.conditions();
    if (target.name === chemin) noter(chemin);
    else if (target.name === "confirmer") {
      if (target.checked) file.set(`confirmer:${chemin}`, { chemin, revision, genre: "confirmer" });
      else file.delete(`confirmer:${chemin}`);
      envoyer();
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
    envoyer();
  });

  const sortie = window.portailSortie(formulaire, {
    enAttente,
    estActif: () => actif,
    avantDePartir: noterLeChampEnCours,
    envoyer,
    synchroniser,
    // Where to look when the page cannot be left to a button: a choice to make, or what waits.
    arreter: () => {
      const [premier] = conflits.keys();
      (premier ? champs.bloc(premier).querySelector(".conflit-champ [tabindex]") : etatPage).focus();
      direEtat();
    },
    aChoisir: () => conflits.size > 0,
  });
  const reessayer = () => {
    essais = 0;
    if (actif) reprise = true;
    else if (panne && panne !== "refus") envoyer();
  };
  window.addEventListener("online", reessayer);
  window.addEventListener("focus", reessayer);
  document.addEventListener("visibilitychange", () => document.hidden || reessayer());
  // Another tab has just exchanged with the portal: the person may have logged in again there.
  window.addEventListener("storage", ({ key }) => key === "portail-dernier-echange" && reessayer());

  attente.lire(volet).forEach(({ chemin, valeur, revision: depuis }) => {
    if (!champs.bloc(chemin)) return;
    if (champs.memes(valeur, champs.connue(chemin))) return attente.oter(volet, chemin);
    champs.ecrire(chemin, valeur);
    file.set(chemin, { chemin, valeur, revision: depuis, genre: "valeur" });
  });
  champs.conditions();
  const retour = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (retour) synchroniser();
  else if (file.size) envoyer();
})();
