// The page on which a reader asks the data. Nothing is loaded before the first question is asked.
(() => {
  const SHOWN = 500;
  const form = document.getElementById("ask");
  const words = document.getElementById("ask-query");
  const state = document.getElementById("ask-state");
  const place = document.getElementById("ask-result");
  const stop = document.getElementById("ask-stop");
  const columns = JSON.parse(document.getElementById("ask-columns").textContent);
  const here = (path) => new URL(path, location.href);
  const element = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });

  const cannot = () => {
    if (location.protocol === "file:") return "直接从文件打开时不能查询;放到任何网站服务器上就可以。各表在 data 文件夹里,可以用 DuckDB 或电子表格打开。";
    if (!window.DecompressionStream || !window.WebAssembly?.Tag) return "这个浏览器太旧,不能运行查询程序。请换用近两年的浏览器,或下载数据自己查。";
    return "";
  };

  const engine = () => new Promise((resolve, reject) => {
    const script = element("script", "", { src: here("_static/engine/engine.js"), onerror: reject });
    script.onload = () => openDuckDB(String(here("_static/engine/duckdb.bin"))).then(resolve, reject);
    document.head.append(script);
  });

  let database;
  const ready = new Set();
  const load = async (query) => {
    const asked = Object.keys(columns).filter((name) => !ready.has(name) && new RegExp(`\\b${name}\\b`, "i").test(query));
    const texts = await Promise.all(asked.map(async (name) => {
      const answer = await fetch(here(`data/${name}.csv`));
      if (!answer.ok) throw new Error(`${name}.csv: ${answer.status}`);
      return answer.text();
    }));
    asked.forEach((name, number) => { database.put(name, columns[name], texts[number]); ready.add(name); });
  };

  const address = (row, names) => {
    const report = row[names.indexOf("report_id")];
    const start = row[names.indexOf("span_start")] ?? row[names.indexOf("start")];
    return report && `report/${encodeURIComponent(report)}.html${start ? `#f${start}` : ""}`;
  };

  const table = ({ names, rows }) => {
    const linked = names.includes("report_id");
    const shown = names.map((_, number) => number).filter((number) => !(linked && ["report_id", "span_start"].includes(names[number])));
    const drawn = element("table", "");
    const head = drawn.createTHead().insertRow();
    head.append(...shown.map((number) => element("th", names[number], { scope: "col" })), ...(linked ? [element("th", "原文")] : []));
    const body = drawn.createTBody();
    for (const row of rows.slice(0, SHOWN)) {
      const line = body.insertRow();
      line.append(...shown.map((number) => element("td", row[number] ?? "")));
      const link = linked && address(row, names);
      if (linked) line.insertCell().append(link ? element("a", link.includes("#") ? "句子" : "报告", { href: link }) : "");
    }
    const frame = element("div", "", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: "查询结果" });
    frame.append(drawn);
    return frame;
  };

  const quoted = (value) => (/[",\r\n]/.test(value ?? "") ? `"${value.replaceAll('"', '""')}"` : value ?? "");
  const download = ({ names, rows }) => {
    const text = [names, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
    const file = new Blob(["\ufeff", text], { type: "text/csv" }); // the mark has spreadsheets read it as UTF-8
    return element("a", "下载结果(CSV)", { href: URL.createObjectURL(file), download: "结果.csv" });
  };

  const said = (problem) => {
    try { return JSON.parse(problem.message).exception_message; } catch { return problem.message; }
  };

  const show = (result) => {
    const more = result.rows.length > SHOWN ? `,这里显示前 ${SHOWN} 行` : "";
    state.textContent = `${result.rows.length} 行${more}。`;
    if (result.rows.length) place.append(table(result), element("p", ""));
    if (result.rows.length) place.lastChild.append(download(result));
  };

  let stopped;
  const busy = (now) => {
    stop.hidden = !now;
    for (const button of document.querySelectorAll("#ask [type=submit], .questions button")) button.disabled = now;
  };
  const ask = async () => {
    stopped = false;
    busy(true);
    place.replaceChildren();
    try {
      state.textContent = database ? "正在查询……" : "正在取得查询程序……";
      database ??= await engine().catch(() => { throw new Error("查询程序没有打开。请稍后再试,或下载数据自己查。"); });
      await load(words.value);
      state.textContent = "正在查询……";
      const result = await database.run(words.value, () => stopped);
      if (result) show(result); else state.textContent = "已经停止。";
    } catch (problem) {
      state.textContent = "查询没有成功。";
      place.append(element("pre", said(problem)));
    }
    busy(false);
  };

  stop.addEventListener("click", () => { stopped = true; });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
  });
  for (const button of document.querySelectorAll(".questions button")) {
    button.addEventListener("click", () => { words.value = button.value; ask(); state.scrollIntoView({ block: "center" }); });
  }
  document.getElementById("ask-cannot").textContent = cannot();
  if (!cannot()) busy(false);
})();
