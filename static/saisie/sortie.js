// Leaving the page of a volet: by a button, a link, the browser; nothing typed is left behind.
export const surveillerSortie = (formulaire, { enAttente, estActif, avantDePartir, envoyer, synchroniser, arreter, aChoisir }) => {
  const DELAI_BOUTON = 20_000;
  const DELAI_LIEN = 3_000;
  let enPartance = false;

  const auCalme = async (delai) => {
    const fin = Date.now() + delai;
    while (estActif() && Date.now() < fin) await new Promise((suite) => setTimeout(suite, 50));
    return !enAttente();
  };

  // A button saves the whole page: after what is on its way, once, and never over a choice to make.
  formulaire.addEventListener("submit", async (e) => {
    if (enPartance) return e.preventDefault();
    avantDePartir();
    if (!enAttente() && !aChoisir()) return (enPartance = true);
    e.preventDefault();
    const bouton = e.submitter;
    if (!estActif()) envoyer();
    // Chosen later, the choice saves itself: this click is not kept for that moment.
    if (aChoisir()) return arreter();
    const calme = await auCalme(DELAI_BOUTON);
    return calme && !aChoisir() ? formulaire.requestSubmit(bouton) : arreter();
  });

  // A link waits for the save on its way, so that nobody is asked whether to leave.
  document.addEventListener("click", async (e) => {
    const lien = e.target.closest("a[href]");
    if (!lien || !estActif() || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    if (lien.target || lien.origin !== location.origin || (lien.pathname === location.pathname && lien.hash)) return;
    e.preventDefault();
    await auCalme(DELAI_LIEN);
    location.assign(lien.href);
  });

  window.addEventListener("beforeunload", (e) => {
    if (enPartance) return;
    avantDePartir();
    if (enAttente()) e.preventDefault();
  });
  window.addEventListener("pagehide", avantDePartir);
  // Gone to another tab or application, to log out or for good: the field in progress is left too.
  document.addEventListener("visibilitychange", () => document.hidden && avantDePartir());
  document.addEventListener("portail:depart", avantDePartir); // presence.js
  // Back from the browser's memory: the server may know better.
  window.addEventListener("pageshow", ({ persisted }) => {
    enPartance = false;
    if (persisted) synchroniser();
  });
  return { laisserPartir: () => (enPartance = true) };
};
