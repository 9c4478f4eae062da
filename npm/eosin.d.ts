/** What offsets count in `text`. */
export type Offsets = "utf-8-bytes" | "utf-16-units" | "code-points";

export interface Options {
  /** What to call the document. */
  name?: string;
  /** What offsets count; "utf-16-units", as strings count in JavaScript, where nothing is said. */
  offsets?: Offsets;
  /** The day that "today" means where the text has no dateline: YYYY-MM-DD. */
  referenceTime?: string;
  /** The password of a file that has one. */
  password?: string;
}

export interface Attribute {
  name: string;
  value: string;
  start?: number;
  end?: number;
}

export interface Name {
  name: string;
}

/** `unit` is a UCUM code. One number, two ends, or several. */
export interface Quantity {
  value?: number;
  low?: number;
  high?: number;
  amounts?: number[];
  unit: string;
}

/** `currency` is an ISO 4217 code. One number, two ends, or several. */
export interface Money {
  amount?: number;
  low?: number;
  high?: number;
  amounts?: number[];
  currency: string;
  currency_assumed?: true;
}

/** `timex` is a TIMEX3 value or an ISO 8601 interval; empty where the text does not settle it. */
export interface Time {
  timex: string;
  mod?: "START" | "MID" | "END" | "APPROX";
  anchor?: string;
}

interface Base {
  start: number;
  end: number;
  /** The words, exactly as they stand. */
  text: string;
  /** The value on one line. */
  notation: string;
  rule: string;
  certainty: "sure" | "unsure";
  attributes?: Attribute[];
  before: string;
  after: string;
  sentence: string;
}

export type Mention =
  | (Base & { kind: "compound"; value: Name })
  | (Base & { kind: "dose"; value: Quantity })
  | (Base & { kind: "date"; value: Time })
  | (Base & { kind: "money"; value: Money })
  | (Base & { kind: "issuer"; value: Name })
  | (Base & { kind: "trial"; value: Name })
  | (Base & { kind: "statistic"; value: Quantity });

export interface Facts {
  name: string;
  title: string | null;
  /** The day the release gives itself. */
  dateline: string | null;
  /** The text as it was read; offsets are places in it. */
  text: string;
  text_sha256: string;
  length: number;
  offsets: Offsets;
  mentions: Mention[];
}

/** What cannot be read, with a sentence for people. */
export class EosinError extends Error {}

/** Compiles the module, or takes one compiled already, its bytes or its address. */
export function init(source?: string | URL | BufferSource | WebAssembly.Module): Promise<WebAssembly.Module>;

/** Reads a release: a string, or the bytes of a text, HTML, Word, mail or PDF file. */
export function analyze(input: string | BufferSource, options?: Options): Promise<Facts>;

/** The same, for archives and mails too, which hold several documents. */
export function analyzeAll(input: string | BufferSource, options?: Options): Promise<Facts[]>;
