// Starts workers with nothing ready, one after the other, then one that measures, and shows what they say: of the first
// the middle figure of each line, for a first time comes but once a worker and differs threefold.
"use strict";
const policy = trustedTypes.createPolicy("app", { createScriptURL: (address) => address });
const root = document.documentElement;
const run = (address) =>
  new Promise((resolve) => {
    const worker = new Worker(policy.createScriptURL(address));
    const end = (text) => {
      worker.terminate();
      resolve(text);
    };
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = (event) => end(`failed\t${event.message}`);
  });
const COLD = 7;
const middle = (texts) => {
  const figures = texts.map((text) => text.split("\n").map((line) => line.split("\t")));
  const failed = figures.flat().find(([name]) => name === "failed");
  if (failed) return failed.join("\t");
  return figures[0].map(([name], row) => {
    const all = figures.map((lines) => Number(lines[row][1])).sort((a, b) => a - b);
    return `${name}\t${all[all.length >> 1]}`;
  }).join("\n");
};
(async () => {
  const cold = [];
  while (cold.length < COLD) cold.push(await run(`worker.js?cold=${cold.length}`));
  root.dataset.lines = `${middle(cold)}\n${await run("worker.js")}`;
})();
root.dataset.state = "ready";
