import { redact } from './registered-secrets.ts';

/**
 * Redacts every string inside a value, keys included: in objects, arrays, maps, sets and errors with their causes. Circular
 * references are allowed. Values without text, such as numbers, are unchanged.
 */
export function redactDeep<T>(value: T): T {
  return redactValue(value, new Map()) as T;
}

function redactValue(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;

  const known = seen.get(value);
  if (known !== undefined) return known;

  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    seen.set(value, copy);
    for (const item of value) copy.push(redactValue(item, seen));
    return copy;
  }

  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    seen.set(value, copy);
    for (const [key, item] of value) copy.set(redactValue(key, seen), redactValue(item, seen));
    return copy;
  }

  if (value instanceof Set) {
    const copy = new Set<unknown>();
    seen.set(value, copy);
    for (const item of value) copy.add(redactValue(item, seen));
    return copy;
  }

  if (value instanceof Error) return redactError(value, seen);
  if (value instanceof URL) return redact(value.href);

  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return copyEntries(value, {}, seen);
}

function redactError(error: Error, seen: Map<object, unknown>): unknown {
  const copy = new Error(redact(error.message));
  seen.set(error, copy);
  copy.name = error.name;
  if (error.stack !== undefined) copy.stack = redact(error.stack);
  if (error.cause !== undefined) copy.cause = redactValue(error.cause, seen);

  return copyEntries(error, copy, seen);
}

/** Keeps keys that become equal by redaction: the second gets the suffix ` (2)`. */
function copyEntries(from: object, to: object, seen: Map<object, unknown>): object {
  seen.set(from, to);
  for (const [key, item] of Object.entries(from)) {
    let clean = redact(key);
    for (let again = 2; Object.hasOwn(to, clean) && key !== clean; again += 1) clean = `${redact(key)} (${again})`;
    Object.defineProperty(to, clean, {
      value: redactValue(item, seen),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }

  return to;
}
