// Asks for the panel beside a form – totals, estimate, checks – once the typing pauses. What is asked
// for is given up when figures are saved meanwhile: the answer to come would be stale. The slower the
// server answers, the longer a pause is awaited: on a full evening, saves come first. The form gives its
// address and the id of its place (data-panneau, data-panneau-zone); one without a panel asks nothing.
import { poserDirect } from "./direct.js";

export const panneauDe = ({ panneau: adresse, panneauZone }, finDAppui) => {
  if (!adresse) return { demander() {} };
  const PAUSE = 400;
  const PAUSE_MAX = 8000;
  const PATIENCE = 4; // times what the last answer took
  const ESSAIS = 4;
  let duree = 0;
  let minuterie = 0;
  let demande = null;
  let essais = 0;

  const actuel = () => document.getElementById(panneauZone);
  poserDirect(actuel());

  // Not under the hand of somebody who reads it: then when they leave it.
  const poser = (html) => {
    const ancien = actuel();
    if (ancien.contains(document.activeElement)) {
      ancien.addEventListener("focusout", () => setTimeout(demander), { once: true });
      return;
    }
    // What was open stays open; a list that appears keeps the state it comes with.
    const ouverts = new Map([...ancien.querySelectorAll("details[data-cle]")].map((d) => [d.dataset.cle, d.open]));
    ancien.outerHTML = html;
    actuel().querySelectorAll("details[data-cle]").forEach((d) => (d.open = ouverts.get(d.dataset.cle) ?? d.open));
    poserDirect(actuel());
  };

  const charger = async () => {
    demande = new AbortController();
    const { signal } = demande;
    const debut = performance.now();
    try {
      const reponse = await fetch(adresse, { headers: { Accept: "text/html" }, redirect: "manual", signal });
      if (!reponse.ok) throw new Error(reponse.status);
      const html = await reponse.text();
      duree = performance.now() - debut;
      await finDAppui();
      if (signal.aborted) return;
      essais = 0;
      poser(html);
    } catch {
      // The saving says what is wrong with the connection; the figures shown here are only late.
      if (!signal.aborted && essais++ < ESSAIS) programmer(PAUSE * 4 ** essais * (0.5 + Math.random()));
    }
  };

  const programmer = (delai) => {
    clearTimeout(minuterie);
    demande?.abort();
    actuel().setAttribute("aria-busy", "true");
    minuterie = setTimeout(charger, delai);
  };

  const demander = () => {
    essais = 0;
    programmer(Math.min(Math.max(PAUSE, PATIENCE * duree), PAUSE_MAX));
  };

  return { demander };
};
