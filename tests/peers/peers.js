// Times other libraries over the texts that Eosin is timed over, in Node.js, and prints the same lines:
//
//     node peers.js FOLDER-WITH-NODE_MODULES TEXTS SECONDS
//
// TEXTS has a NUL between two. Each goes over as many texts as it gets through in SECONDS, again and again
// where that is all of them, at least one; what is printed is bytes of texts by the time they took. A text at which a
// library throws is left out for it, and how many there were comes last.
"use strict";
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const [home, file, seconds] = process.argv.slice(2);
const load = createRequire(`${home}/`);
const texts = readFileSync(file, "utf8").split("\0");

const peers = {
  "chrono: dates": () => {
    const chrono = load("chrono-node");
    return (text) => chrono.parse(text);
  },
  "wink: entities": () => {
    const nlp = load("wink-nlp")(load("wink-eng-lite-web-model"));
    return (text) => nlp.readDoc(text).entities().out(nlp.its.detail);
  },
  "compromise: dates, money": () => {
    const nlp = load("compromise");
    nlp.plugin(load("compromise-dates"));
    return (text) => {
      const doc = nlp(text);
      return [doc.dates().get(), doc.money().get()];
    };
  },
  "Recognizers-Text: dates, money, dimensions": () => {
    const suite = load("@microsoft/recognizers-text-suite");
    return (text) => [
      suite.recognizeDateTime(text, suite.Culture.English),
      suite.recognizeCurrency(text, suite.Culture.English),
      suite.recognizeDimension(text, suite.Culture.English),
    ];
  },
};

for (const [name, start] of Object.entries(peers)) {
  const read = start();
  // The first text is read once before, so that nobody's tables are counted.
  read(texts[0].slice(0, 500));
  let [bytes, passes, time, spent] = [0, 0, 0, 0];
  const failed = new Set();
  for (let at = 0; (passes === 0 && failed.size < texts.length) || spent < seconds * 1000; at = (at + 1) % texts.length) {
    const begin = performance.now();
    let whole = true;
    try {
      read(texts[at]);
    } catch {
      whole = false;
      failed.add(at);
    }
    const taken = performance.now() - begin;
    spent += taken;
    if (whole) {
      time += taken;
      bytes += Buffer.byteLength(texts[at]);
      passes += 1;
    }
  }
  console.log(`peer ${name}\t${bytes / 1e3 / time}\t${passes}\t${failed.size}`);
}
