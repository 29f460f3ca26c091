// Beside every figure a flag that leads to the page for reporting mistakes, which is told the report and the place in
// its text. Built here and not in the pages: some hundred links would double the weight of a page.
(() => {
  const root = new URL("..", document.currentScript.src).href;
  const here = location.href.slice(root.length).replace(/[?#].*/, "") || "index.html";
  const ofReport = here.startsWith("report/");
  const plain = (node) => node?.innerText.replace(/\s+/g, " ").trim() ?? "";
  const heading = plain(document.querySelector("h1"));

  const address = (report, page, words) => `${root}mistake.html#${new URLSearchParams({ report, page, words: words.slice(0, 300) })}`;
  const flag = (report, page, words) => {
    const link = document.createElement("a");
    link.className = "mistake";
    link.href = address(report, page, words);
    link.title = "报告错误";
    link.setAttribute("aria-label", `报告错误:${words.slice(0, 40)}`);
    return link;
  };

  const sourceOf = (line) => line.querySelector(ofReport ? "a[href^='#f']" : "a[href*='report/'][href*='#f']");
  const reportOf = (line) => (ofReport ? heading : line.dataset.report ?? plain(line.querySelector("a[href*='report/']")));
  const pageOf = (line, source) => {
    if (ofReport) return here + (source?.getAttribute("href") ?? (line.id && `#${line.id}`));
    return source ? source.href.slice(root.length) : here;
  };
  // A line of a list says what its figure is only together with the heading beside it.
  const wordsOf = (line) => [line.closest(".told-list > div")?.querySelector("dt"), line.closest("td") && line.closest("tr").querySelector("th"), line]
    .filter(Boolean).map(plain).join(" ");
  const placeIn = (line) => line.querySelector("h3, th") ?? line.querySelector("td:last-child") ?? line;

  for (const line of document.querySelectorAll("article :is(tr, .finding, .told, ul.cards > li)")) {
    const source = sourceOf(line);
    if (line.querySelector(".told")) continue; // each of its figures has a flag of its own
    if (source || (ofReport && line.id) || line.matches(".reference-row")) {
      placeIn(line).append(" ", flag(source || ofReport ? reportOf(line) : heading, pageOf(line, source), wordsOf(line)));
    }
  }
  for (const chart of document.querySelectorAll("figure.chart")) {
    const words = plain(chart.querySelector(".chart-title"));
    chart.querySelector(".chart-files").append(" ", flag(heading, here, words));
  }
  for (const link of document.querySelectorAll("footer a[href$='mistake.html']")) link.href = address(heading, here, "");

  // In the text of a report the figure that a reader has come to has its flag too.
  const came = () => {
    document.querySelector(".source a.mistake")?.remove();
    const target = document.getElementById(location.hash.slice(1));
    if (target?.closest(".source")) target.after(flag(heading, here + location.hash, plain(target)));
  };
  window.addEventListener("hashchange", came);
  came();
})();
