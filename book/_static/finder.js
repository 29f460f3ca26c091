// Finds reports by place, year and level as the reader types. The list is a script of its own, so that it loads only
// when it is wanted, and from a file as well as from a server.
(() => {
  const SHOWN = 30;

  const load = (root) => new Promise((done, failed) => {
    if (window.reportIndex) { done(window.reportIndex); return; }
    const script = document.createElement("script");
    script.src = `${root}_static/report-index.js`;
    script.onload = () => done(window.reportIndex);
    script.onerror = failed;
    document.head.append(script);
  });

  const prepare = ({ places, reports }) => {
    const paths = [];
    for (const [, name, above] of places) paths.push(above < 0 ? name : `${paths[above]} ${name}`);
    const shown = (path) => path.split(" ").slice(0, -1).join(" ");
    return [
      ...places.map(([id, name, , count], place) => (
        { href: `place/${encodeURIComponent(id)}.html`, name, words: paths[place], note: `${shown(paths[place])} ${count} 份报告`, place: true })),
      ...reports.map(([id, name, place, year, level]) => (
        { href: `report/${id}.html`, name, words: `${paths[place] ?? ""} ${name}`, note: paths[place] ?? "", year: String(year ?? ""), level })),
    ];
  };

  const entry = (root, { href, name, note }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const more = document.createElement("span");
    link.href = root + href;
    link.textContent = name;
    more.className = "quiet";
    more.textContent = note;
    item.append(link, " ", more);
    return item;
  };

  for (const form of document.querySelectorAll("form.finder")) {
    const { root } = form.dataset;
    const fields = form.elements;
    const state = form.querySelector(".finder-state");
    const list = form.querySelector(".finder-results");
    let entries;

    const find = async () => {
      const words = fields.name.value.trim().split(/\s+/).filter(Boolean);
      const [year, level] = [fields.year.value, fields.level.value];
      if (!words.length && !year && !level) { list.replaceChildren(); state.textContent = ""; return; }
      entries ??= prepare(await load(root));
      const found = entries.filter((one) => words.every((word) => one.words.includes(word))
        && (one.place ? words.length && !year && !level : (!year || one.year === year) && (!level || one.level === level)));
      // A place whose own name has the words stands before those that only lie in such a place.
      const rank = (one) => (one.place ? 0 : 2) + (words.every((word) => one.name.includes(word)) ? 0 : 1);
      const ordered = found.map((one, number) => [rank(one), number, one]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      list.replaceChildren(...ordered.slice(0, SHOWN).map(([, , one]) => entry(root, one)));
      const reports = found.filter((one) => !one.place).length;
      state.textContent = !found.length ? "没有收录这样的报告。"
        : `${reports} 份报告${ordered.length > SHOWN ? `,先列出 ${SHOWN} 条,可以再写几个字` : ""}`;
    };
    const show = () => find().catch(() => { state.textContent = "没有打开,请稍后再试。"; });

    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      list.querySelector("a")?.click();
    });
    show(); // a browser that comes back to the page fills the fields again
  }
})();
