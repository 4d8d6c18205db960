/**
 * The one place that knows which texts are secret, and the one function that takes them out of every sink.
 *
 * Secrets are registered when they are read. `redact` then removes them in every form in which they may leave:
 * plain, JSON-escaped, URL-encoded, and base64 at each of the three alignments that a longer text can give them.
 */

/** Shorter values are not registered: they would black out half of every report. */
const SHORTEST_SECRET = 6;

const formsByName = new Map<string, Set<string>>();
let ordered: { form: string; name: string }[] = [];

/**
 * Registers a secret for redaction.
 * @param name the key under which it is known, shown in its place
 * @param value the secret; values under six characters are left out
 */
export function registerSecret(name: string, value: string): void {
  const parts = [value];
  // A Convex key is `<type>:<deployment>|<secret>`: the part behind the bar is as secret as the whole.
  const bar = value.indexOf('|');
  if (bar >= 0) parts.push(value.slice(bar + 1));
  const forms = formsByName.get(name) ?? new Set<string>();
  const before = forms.size;
  for (const part of parts) {
    if (part.length >= SHORTEST_SECRET) for (const form of formsOf(part)) forms.add(form);
  }
  if (forms.size === before) return;
  formsByName.set(name, forms);
  ordered = [...formsByName].flatMap(([owner, all]) => [...all].map((form) => ({ form, name: owner })));
  // The longest first, so that a whole key goes before the part of it that is registered too.
  ordered.sort((a, b) => b.form.length - a.form.length);
}

/** Takes every registered secret out of a text, in every form, and puts `[redacted NAME]` in its place. */
export function redact(text: string): string {
  let clean = text;
  for (const { form, name } of ordered) {
    if (clean.includes(form)) clean = clean.replaceAll(form, `[redacted ${name}]`);
  }
  return clean;
}

/** Redacts every string inside a JSON-like value, keys included; other values stay as they are. */
export function redactDeep<T>(value: T): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((item) => redactDeep(item)) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key), redactDeep(item)])) as T;
  }
  return value;
}

/** Names the registered secrets that a text still holds: the last scan of what was written. */
export function findSecrets(text: string): string[] {
  return [...new Set(ordered.filter(({ form }) => text.includes(form)).map(({ name }) => name))];
}

/** Forgets every registered secret. Only for specs, which share a process. */
export function forgetSecrets(): void {
  formsByName.clear();
  ordered = [];
}

function formsOf(value: string): string[] {
  const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
  for (const lead of [0, 1, 2]) {
    const bytes = Buffer.concat([Buffer.alloc(lead), Buffer.from(value, 'utf8')]);
    const whole = bytes.toString('base64').replace(/=+$/, '');
    // The first characters mix with what stands before, the last with what follows: only the middle is certain.
    const certain = whole.slice(lead === 0 ? 0 : lead + 1, Math.floor((bytes.length * 8) / 6));
    if (certain.length >= SHORTEST_SECRET) forms.push(certain, certain.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}
