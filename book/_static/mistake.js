// The page for reporting mistakes: fills in the report and the place that the link brought along. Sends nothing.
(() => {
  const form = document.querySelector("form.mistake-form");
  const text = form.querySelector("textarea");
  const submit = form.querySelector("[data-issues]");
  const copy = form.querySelector("[data-copy]");
  const told = new URLSearchParams(location.hash.slice(1));

  if (told.get("page")) {
    const address = new URL(told.get("page"), location.href.replace(/[^/]*$/, "")).href;
    text.value = `报告:${told.get("report")}\n位置:${address}\n本站写作:${told.get("words")}\n\n应当是:\n理由:\n`;
  }
  const prefill = () => {
    if (!submit) return;
    const title = `报告错误:${told.get("report") ?? ""}`;
    submit.href = `${submit.dataset.issues}/issues/new?${new URLSearchParams({ title, body: text.value })}`;
  };
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      text.select(); // a page opened from a file may not write to the clipboard
      document.execCommand("copy");
    }
    copy.textContent = "已复制";
  });
  text.addEventListener("input", prefill);
  prefill();
})();
