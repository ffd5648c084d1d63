// Nothing private shows to somebody it was not drawn for (docs/decisions/0017): a page that comes back from
// the browser's memory or cache, or that another tab left behind. The first script of a page, so that it
// speaks before anything is painted.
window.portailPresence = (() => {
  const CLE = "portail-presence";
  const racine = document.documentElement;
  const dessinee = document.querySelector("meta[name=portail-presence]")?.content ?? ""; // "" : a public page
  const presente = () => document.cookie.match(/(?:^|; )portail-presence=([^;]+)/)?.[1] ?? "";
  const prudemment = (acte, sinon) => {
    try {
      return acte();
    } catch {
      return sinon; // no storage (private browsing): the tab in front alone checks
    }
  };
  let partie = false;

  // Asked again from the server, which knows whom it speaks to; never twice in a row without storage.
  const redemander = () => {
    partie = true;
    racine.hidden = true;
    // Somebody else is there: what was being typed is kept for its author. Logged out, nothing is.
    if (presente()) document.dispatchEvent(new CustomEvent("portail:depart"));
    location.replace(location.pathname + location.search);
  };
  const verifier = () => {
    if (dessinee && !partie && presente() !== dessinee) redemander();
  };

  // Pages of one person open in several tabs: each learns at once that the person has changed.
  const dire = () => prudemment(() => localStorage.getItem(CLE) !== presente() && localStorage.setItem(CLE, presente()));

  // A page that has just been asked again is the server's answer to whoever is there.
  const relue = prudemment(() => {
    const avant = sessionStorage.getItem(CLE);
    sessionStorage.removeItem(CLE);
    return avant === location.href;
  }, true);

  if (dessinee) {
    if (presente() !== dessinee && !relue) {
      prudemment(() => sessionStorage.setItem(CLE, location.href.split("#")[0]));
      redemander();
    }
    // Hidden before it is put aside: it comes back hidden, and shows once it is known for whom.
    window.addEventListener("pagehide", () => (racine.style.opacity = "0"));
    window.addEventListener("pageshow", ({ persisted }) => {
      if (!persisted) return;
      verifier();
      if (!partie) racine.style.opacity = "";
    });
    // Not asked whether to leave: the page is not theirs.
    window.addEventListener("beforeunload", (e) => partie && e.stopImmediatePropagation());
    window.addEventListener("storage", ({ key }) => key === CLE && verifier());
    window.addEventListener("focus", verifier);
    document.addEventListener("visibilitychange", () => document.hidden || verifier());
  }
  dire();
  return { presente };
})();
