// What the page "ask the data" takes from DuckDB-WASM, bundled by esbuild (see package.json).
// DuckDB runs in the page itself, in slices of a tenth of a second, and not in a worker: a worker has a
// Content-Security-Policy of its own, and a host that allows `wasm-unsafe-eval` on one page has not allowed it there.
import { RecordBatchReader, Table, Type } from "apache-arrow";
import { BROWSER_RUNTIME, createDuckDB, VoidLogger } from "../../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs";

// The machine code is served packed: a fifth of the size on every host, whatever it compresses.
const stream = WebAssembly.instantiateStreaming;
WebAssembly.instantiateStreaming = async (answer, imports) => {
  const code = (await answer).body.pipeThrough(new DecompressionStream("gzip"));
  return stream(new Response(code, { headers: { "Content-Type": "application/wasm" } }), imports);
};

const plain = (value, type) => {
  if (value === null || value === undefined) return null;
  if (type.typeId === Type.Date) return new Date(Number(value)).toISOString().slice(0, 10);
  if (type.typeId === Type.Timestamp) return new Date(Number(value)).toISOString().replace("T", " ").slice(0, 19);
  return type.typeId === Type.List ? Array.from(value).join(" ") : String(value);
};

const slices = function* (database, connection, head) {
  for (let part = head; part?.length; part = database.fetchQueryResults(connection)) yield part;
};

// An opened database: `put` a CSV text as a table with the columns given; `run` gives names and rows of plain text.
window.openDuckDB = async (address) => {
  const bundle = { mainModule: address };
  const database = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), BROWSER_RUNTIME);
  await database.instantiate();
  database.open({ query: { castBigIntToDouble: true, castDecimalToDouble: true, queryPollingInterval: 100 } });
  const connection = database.connect();
  return {
    put: (name, columns, text) => {
      const types = Object.entries(columns).map(([column, type]) => `"${column}": '${type}'`).join(", ");
      database.registerFileText(`${name}.csv`, text);
      // A quoted empty text is an empty text (the total of an indicator), an unquoted one is missing.
      connection.query(`CREATE TABLE "${name}" AS FROM read_csv('${name}.csv', auto_detect = false, header = true,
        delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false, columns = {${types}})`);
      database.dropFile(`${name}.csv`);
    },
    run: (query, stopped) => connection.useUnsafe(async (bindings, number) => {
      let head = bindings.startPendingQuery(number, query, true);
      while (head === null) {
        await new Promise((resolve) => { setTimeout(resolve); });
        if (stopped()) { bindings.cancelPendingQuery(number); return null; }
        head = bindings.pollPendingQuery(number);
      }
      const reader = RecordBatchReader.from(slices(bindings, number, head)).open();
      const table = new Table(reader.schema, [...reader]);
      const { fields } = table.schema;
      const columns = fields.map((field, place) => [table.getChildAt(place), field.type]);
      const rows = Array.from({ length: table.numRows },
        (_, row) => columns.map(([column, type]) => plain(column.get(row), type)));
      return { names: fields.map((field) => field.name), rows };
    }),
  };
};
