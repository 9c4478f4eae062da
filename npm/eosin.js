// Reads biotech press releases: every compound, dose, date and dollar figure, each with its value.
// Works in browsers and in Node.js; the module beside this file does the work, here and nowhere else.

const MODULE = new URL("./eosin.wasm", import.meta.url);
let compiled;

const compile = async (source = MODULE) => {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  if (String(source).startsWith("file:") && globalThis.process) {
    const { readFile } = await import("node:fs/promises");
    return WebAssembly.compile(await readFile(new URL(source)));
  }
  const answer = await fetch(source);
  if (!answer.ok) throw new Error(`${source} answers ${answer.status}`);
  return WebAssembly.compile(await answer.arrayBuffer());
};

/** Compiles the module, or takes one compiled already. Called by itself when first needed. */
export const init = (source) => (compiled = compile(source));

/** What cannot be read, with a sentence for people. */
export class EosinError extends Error {}

/** Reads a document: a release as a string, or the bytes of a text, HTML, Word, mail, PDF or ZIP file. */
export const analyzeAll = async (input, options = {}) => {
  const isText = typeof input === "string";
  const bytes = isText ? new TextEncoder().encode(input) : new Uint8Array(input.buffer ?? input, input.byteOffset ?? 0, input.byteLength);
  const asked = new TextEncoder().encode(JSON.stringify({ ...options, text: isText }));
  const progress = () => 1;
  // An instance of its own for each document: one that stops costs nothing but itself.
  const { exports } = await WebAssembly.instantiate(await (compiled ?? init()), { eosin: { progress } });
  const at = exports.input(bytes.length, asked.length) >>> 0;
  const memory = new Uint8Array(exports.memory.buffer);
  memory.set(bytes, at);
  memory.set(asked, at + bytes.length);
  const length = exports.run() >>> 0;
  const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.output() >>> 0, length));
  const answer = JSON.parse(text);
  if (answer.error) throw new EosinError(answer.error);
  return answer.documents.map((document) => ({ ...document, offsets: answer.offsets }));
};

/** The same, for input that is one document. */
export const analyze = async (input, options) => (await analyzeAll(input, options))[0];
