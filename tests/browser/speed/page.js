// Starts one worker and shows what it has measured.
"use strict";
const policy = trustedTypes.createPolicy("app", { createScriptURL: (address) => address });
const worker = new Worker(policy.createScriptURL("worker.js"));
const root = document.documentElement;
worker.onmessage = ({ data }) => (root.dataset.lines = data);
worker.onerror = (event) => (root.dataset.lines = `failed\t${event.message}`);
root.dataset.state = "ready";
