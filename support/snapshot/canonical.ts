const negativeZero = { $float: 'AAAAAAAAAIA=' };

/**
 * A text that is the same for equal values, whatever the order of their fields.
 * @param without top-level fields that are left out
 */
export function canonicalText(value: unknown, without?: ReadonlySet<string>): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Object.is(value, -0) ? canonicalText(negativeZero) : String(value);
  if (value === null || typeof value !== 'object') return String(value);

  if (Array.isArray(value)) {
    let text = '';
    for (let index = 0; index < value.length; index += 1) text += `,${canonicalText(value[index])}`;
    return `[${text.slice(1)}]`;
  }

  const object = value as Record<string, unknown>;
  const names = Object.keys(object).sort();
  let text = '';

  for (const name of names) {
    if (without?.has(name) || object[name] === undefined) continue;
    text += `,${JSON.stringify(name)}:${canonicalText(object[name])}`;
  }

  return `{${text.slice(1)}}`;
}

/** In an export, a number without a dot is an int64, with a dot a float. JSON.parse would not distinguish them. */
const bareInteger = /[:,[]\s*-?\d+\s*[,}\]]/;

/**
 * Parses one line of an export (`export_json`) and distinguishes int64 from float: `1` becomes `{"$integer": …}`, `1.0` stays 1.
 * Source: convex-backend, crates/value/src/export.rs.
 * @throws SyntaxError if the line is not JSON
 */
export function parseExportedLine(line: string): unknown {
  if (!bareInteger.test(line)) return JSON.parse(line);

  const reviver = (_key: string, value: unknown, context: { source?: string }) => {
    if (typeof value !== 'number' || context.source === undefined || /[.eE]/.test(context.source)) return value;
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt.asIntN(64, BigInt(context.source)));
    return { $integer: bytes.toString('base64') };
  };
  // The reviver's third argument is newer than TypeScript's types: ECMAScript, JSON.parse source text access.
  return JSON.parse(line, reviver as (this: unknown, key: string, value: unknown) => unknown);
}
