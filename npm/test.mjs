// Run by `cargo xtask package`, in the folder it has made: node test.mjs
import assert from "node:assert/strict";
import { analyze, analyzeAll, EosinError } from "./eosin.js";

const text = "Quince paid €12 million 𝛼 on May 3, 2031 for 25mCi/m² of CLV 131.";
const facts = await analyze(text);
assert.deepEqual(facts.mentions.map(({ kind, text }) => [kind, text]), [
  ["money", "€12 million"],
  ["date", "May 3, 2031"],
  ["dose", "25mCi/m²"],
  ["compound", "CLV 131"],
]);
for (const { start, end, text: words } of facts.mentions) assert.equal(text.slice(start, end), words);
assert.deepEqual(facts.mentions[0].value, { amount: 12000000, currency: "EUR" });
assert.equal(facts.offsets, "utf-16-units");

const bytes = new TextEncoder().encode(text);
const inBytes = await analyze(bytes, { offsets: "utf-8-bytes" });
for (const { start, end, text: words } of inBytes.mentions) {
  assert.equal(new TextDecoder().decode(bytes.subarray(start, end)), words);
}

const page = new TextEncoder().encode("<!doctype html><html><body><p>Quince paid $5 million.</p></body></html>");
assert.equal((await analyze(page, { name: "page.html" })).mentions[0].value.amount, 5000000);
assert.equal((await analyzeAll(page)).length, 1);

const today = await analyze("Quince said today that it is well.", { referenceTime: "2031-05-03" });
assert.equal(today.mentions[0].value.timex, "2031-05-03");

await assert.rejects(analyze(new Uint8Array()), EosinError);
await assert.rejects(analyze(text, { offsets: "miles" }), EosinError);
await assert.rejects(analyze(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])), EosinError);
console.log("The package works in Node.js.");
