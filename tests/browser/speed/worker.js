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
  const [, cold] = location.search.match(/^\?cold=(\d+)$/) ?? [];
  const bytes = await (await fetch("speed_bg.wasm")).arrayBuffer();
  const joined = await (await fetch("texts.bin")).text();
  // The browser keeps what it has compiled of the same bytes: a section without meaning makes them others.
  const own = new Uint8Array([...new Uint8Array(bytes), 0, 2, 1, cold ?? 127]);
  const start = performance.now();
  const module = await WebAssembly.compile(own);
  const compiled = performance.now() - start;
  await wasm_bindgen({ module_or_path: module });
  const corpus = new wasm_bindgen.Corpus(joined);
  const recognisers = timed(() => corpus.recognisers());
  const first = () => [timed(() => corpus.first()), timed(() => corpus.first())];
  if (cold) {
    const [one, two] = first();
    postMessage(`compile\t${compiled}\nrecognisers\t${recognisers}\nfirst\t${one}\nsecond\t${two}`);
    return;
  }
  const texts = corpus.texts();
  const lines = [`texts\t${texts}`, `bytes\t${corpus.bytes()}`, `ready\t${timed(() => corpus.warm_up())}`];
  const [one, two] = first();
  lines.push(`warm first\t${one}`, `warm second\t${two}`);
  corpus.ready();
  // Three seconds a stage, and one before, in which the browser still compiles what it runs. As natively, the sum of
  // the best time of each slice; of 16 texts, and as often as takes 10 milliseconds, for the clock is a coarse one.
  const slice = 16;
  for (const stage of corpus.stages()) {
    const run = (from, times) =>
      timed(() => {
        for (let time = 0; time < times; time += 1) corpus.pass(stage, from, Math.min(from + slice, texts));
      });
    const start = performance.now();
    while (performance.now() - start < 1000) run(0, 1);
    let times = 1;
    while (run(0, times) < 10) times *= 2;
    const begin = performance.now();
    const best = [];
    const passes = [];
    while (passes.length < 5 || performance.now() - begin < 3000) {
      let pass = 0;
      for (let from = 0, at = 0; from < texts; from += slice, at += 1) {
        const time = run(from, times) / times;
        best[at] = Math.min(best[at] ?? Infinity, time);
        pass += time;
      }
      passes.push(pass);
    }
    passes.sort((a, b) => a - b);
    const speed = (milliseconds) => corpus.bytes() / 1e3 / milliseconds;
    const sum = best.reduce((all, time) => all + time, 0);
    lines.push(`stage ${stage}\t${speed(sum)}\t${speed(passes[passes.length >> 1])}\t${passes.length}`);
  }
  postMessage(lines.join("\n"));
})().catch((problem) => postMessage(`failed\t${problem}`));
