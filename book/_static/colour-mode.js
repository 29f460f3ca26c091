// Runs before the page is drawn, so that a reader who chose dark never sees a white flash.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const stored = () => { try { return localStorage.getItem("mode"); } catch { return null; } };
  const show = () => { root.dataset.theme = stored() || (system.matches ? "dark" : "light"); };
  show();
  system.addEventListener("change", show);
})();
