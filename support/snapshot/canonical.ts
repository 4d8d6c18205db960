/** Convex's encoded forms of values that JSON lacks. Source: convex-js, src/values/value.ts. */
const encoded: Readonly<Record<string, (bytes: Buffer) => string | undefined>> = {
  $integer: (bytes) => (bytes.length === 8 ? `${bytes.readBigInt64LE()}n` : undefined),
  $float: (bytes) => (bytes.length === 8 ? floatText(bytes.readDoubleLE()) : undefined),
  $bytes: (bytes) => `bytes(${bytes.toString('base64')})`,
};

/**
 * A text that is the same for equal values of Convex, whatever the order of their fields and however they are encoded. An int64
 * is not equal to a float; -0 is equal to 0.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return floatText(value);
  if (value === null || typeof value !== 'object') return String(value);

  if (Array.isArray(value)) {
    let text = '';
    for (let index = 0; index < value.length; index += 1) text += `,${canonicalText(value[index])}`;
    return `[${text.slice(1)}]`;
  }

  const object = value as Record<string, unknown>;
  const names = Object.keys(object).sort();
  const own = names.length === 1 ? encodedText(names[0] ?? '', object) : undefined;
  if (own !== undefined) return own;

  let text = '';
  for (const name of names) {
    if (object[name] === undefined) continue;
    text += `,${JSON.stringify(name)}:${canonicalText(object[name])}`;
  }

  return `{${text.slice(1)}}`;
}

function floatText(value: number): string {
  return String(value === 0 ? 0 : value);
}

/** @returns undefined for an ordinary object: a field of Convex cannot begin with `$` */
function encodedText(name: string, object: Record<string, unknown>): string | undefined {
  const value = object[name];
  if (!name.startsWith('$') || typeof value !== 'string') return undefined;
  return encoded[name]?.(Buffer.from(value, 'base64'));
}

/** In an export, a number without a dot is an int64, with a dot a float. JSON.parse would not distinguish them. */
const bareInteger = /[:,[]\s*-?\d+\s*[,}\]]/;

/**
 * Parses one line of an export (`export_json`) and distinguishes int64 from float: `1` becomes `{"$integer": …}`, `1.0` stays 1.
 * Source: convex-backend, crates/value/src/export.rs.
 * @throws SyntaxError if the line is not JSON, or an object in it has a field twice: JSON.parse would take the last
 */
export function parseExportedLine(line: string): unknown {
  const value: unknown = JSON.parse(line);
  if (countFields(value) !== countNames(line)) throw new SyntaxError('an object in it has the same field twice');
  return bareInteger.test(line) ? withInt64(line) : value;
}

const backslash = 0x5c;
const colon = 0x3a;

/** The number of names before a colon in a line of JSON. */
function countNames(line: string): number {
  let count = 0;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) {
    at = endOfText(line, at + 1);
    let after = at + 1;
    while (line.charCodeAt(after) <= 0x20) after += 1;
    if (line.charCodeAt(after) === colon) count += 1;
  }
  return count;
}

/** Where the text that begins before `start` has its closing quote. */
function endOfText(line: string, start: number): number {
  for (let end = line.indexOf('"', start); ; end = line.indexOf('"', end + 1)) {
    let slashes = 0;
    while (line.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
}

function countFields(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const each of value) count += countFields(each);
    return count;
  }
  for (const name of Object.keys(value)) count += 1 + countFields((value as Record<string, unknown>)[name]);
  return count;
}

function withInt64(line: string): unknown {
  const reviver = (_key: string, value: unknown, context: { source?: string }) => {
    if (typeof value !== 'number' || context.source === undefined || /[.eE]/.test(context.source)) return value;
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt.asIntN(64, BigInt(context.source)));
    return { $integer: bytes.toString('base64') };
  };
  // The reviver's third argument is newer than TypeScript's types: ECMAScript, JSON.parse source text access.
  return JSON.parse(line, reviver as (this: unknown, key: string, value: unknown) => unknown);
}
