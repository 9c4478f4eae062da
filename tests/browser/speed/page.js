// Starts a worker with nothing ready, then one that measures, and shows what they say.
"use strict";
const policy = trustedTypes.createPolicy("app", { createScriptURL: (address) => address });
const root = document.documentElement;
const run = (address) =>
  new Promise((resolve) => {
    const worker = new Worker(policy.createScriptURL(address));
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => resolve(`failed\t${event.message}`);
  });
(async () => {
  const cold = await run("worker.js?cold");
  root.dataset.lines = `${cold}\n${await run("worker.js")}`;
})();
root.dataset.state = "ready";
