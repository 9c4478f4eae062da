// Times passes over the corpus as benches/speed.rs does natively, and prints the same lines.
"use strict";
const policy = trustedTypes.createPolicy("app", { createScriptURL: (address) => address });
importScripts(policy.createScriptURL("speed.js"));

const timed = (work) => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

(async () => {
  const answer = await fetch("speed_bg.wasm");
  const bytes = await answer.arrayBuffer();
  const joined = await (await fetch("texts.bin")).text();
  const start = performance.now();
  const module = await WebAssembly.compile(bytes);
  const compiled = performance.now() - start;
  await wasm_bindgen({ module_or_path: module });
  const corpus = new wasm_bindgen.Corpus(joined);
  const lines = [`texts\t${corpus.texts()}`, `bytes\t${corpus.bytes()}`, `compile\t${compiled}`];
  lines.push(`first\t${timed(() => corpus.first())}`, `second\t${timed(() => corpus.first())}`);
  corpus.ready();
  // Three seconds a stage: in the first one the browser still compiles what it runs.
  for (const stage of corpus.stages()) {
    const begin = performance.now();
    const times = [];
    while (times.length < 5 || performance.now() - begin < 3000) times.push(timed(() => corpus.pass(stage)) / 1000);
    times.sort((a, b) => a - b);
    const speed = (seconds) => corpus.bytes() / 1e6 / seconds;
    lines.push(`stage ${stage}\t${speed(times[0])}\t${speed(times[times.length >> 1])}\t${times.length}`);
  }
  postMessage(lines.join("\n"));
})().catch((problem) => postMessage(`failed\t${problem}`));
