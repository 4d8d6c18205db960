import type { BadInputName } from './platform-input.ts';
import { strangers } from './strangers.ts';

/** One bad post: what is wrong with it, and what is sent. */
export interface BadInput {
  /** The name by which the profile's `takesBadInput` may except it. */
  name: string;
  contentType: string | undefined;
  body: string | Uint8Array<ArrayBuffer>;
  /** Shown instead of the client's own token, by one who has none; undefined: the input alone is bad. */
  stranger?: Record<string, string>;
}

const mebibyte = 1024 * 1024;
const depth = 5_000;

/**
 * Everything bad that a Worker is posted, each under a trace of its own that tells later whether something was kept.
 * @param traceOf the trace of one kind of bad input
 * @param promised the kinds that the Worker promises to refuse
 * @param asksForToken whether the Worker wants a token: a good log without it is bad input then
 */
export function badInputs(
  traceOf: (name: string) => string,
  promised: readonly BadInputName[],
  asksForToken: boolean,
): BadInput[] {
  const inputs: [
    name: BadInputName,
    body: (log: Record<string, unknown>) => string | Uint8Array<ArrayBuffer>,
    contentType?: string,
  ][] = [
    ['empty', () => ''],
    ['no-json', () => '{"trace_id": '],
    ['null', () => 'null'],
    ['text', () => '"a log"'],
    ['list', (log) => JSON.stringify([log])],
    ['no-fields', () => '{}'],
    ['no-trace', ({ trace_id: _, ...log }) => JSON.stringify(log)],
    ['no-message', ({ message: _, ...log }) => JSON.stringify(log)],
    ['no-level', ({ level: _, ...log }) => JSON.stringify(log)],
    ['empty-trace', (log) => JSON.stringify({ ...log, trace_id: '' })],
    ['empty-message', (log) => JSON.stringify({ ...log, message: '' })],
    ['trace-of-wrong-type', (log) => JSON.stringify({ ...log, trace_id: 7 })],
    ['message-of-wrong-type', (log) => JSON.stringify({ ...log, message: { a: 1 } })],
    ['unknown-level', (log) => JSON.stringify({ ...log, level: 'fatal' })],
    ['unknown-system', (log) => JSON.stringify({ ...log, system: 'toaster' })],
    ['context-of-wrong-type', (log) => JSON.stringify({ ...log, context: 'text' })],
    ['deep', (log) => JSON.stringify(log).replace(/}$/, `,"context":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`)],
    ['large', (log) => JSON.stringify({ ...log, message: 'x'.repeat(mebibyte) })],
    ['invalid-utf-8', (log) => invalidUtf8(JSON.stringify({ ...log, message: 'before?after' }))],
    ['content-type', (log) => JSON.stringify(log), 'text/plain'],
    [
      'prototype-keys',
      (log) =>
        JSON.stringify(log).replace(
          /}$/,
          ',"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
        ),
    ],
  ];
  const logOf = (name: string) => ({
    trace_id: traceOf(name),
    message: `Airlock posts bad input: ${name}`,
    level: 'info',
    system: 'manual',
  });
  return [
    ...inputs
      .filter(([name]) => promised.includes(name))
      .map(([name, body, contentType = 'application/json']) => ({ name, contentType, body: body(logOf(name)) })),
    ...(asksForToken ? strangers() : []).map(({ name, headers }) => ({
      name,
      contentType: 'application/json',
      body: JSON.stringify(logOf(name)),
      stranger: headers,
    })),
  ];
}

/** The text's bytes with one that no UTF-8 text has in place of the question mark. */
function invalidUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  bytes[bytes.indexOf('?'.charCodeAt(0))] = 0xff;
  return bytes;
}
