// The catalogue's own filter: shows the indicators that have all the words, in name, definition, caveat or source.
(() => {
  const form = document.querySelector(".catalogue-filter");
  const field = form.querySelector("input");
  const state = form.querySelector("[role=status]");
  const entries = [...document.querySelectorAll(".catalogue > div")].map((entry) => ({ entry, text: entry.textContent }));
  const sections = document.querySelectorAll(".catalogue-domain");

  const filter = () => {
    const words = field.value.trim().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { entry, text } of entries) {
      entry.hidden = !words.every((word) => text.includes(word));
      found += !entry.hidden;
    }
    for (const section of sections) section.hidden = !section.querySelector(".catalogue > div:not([hidden])");
    state.textContent = words.length ? (found ? `${found} 个指标` : "目录里没有这样的指标。") : "";
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", filter);
  filter(); // a browser that comes back to the page fills the field again
})();
