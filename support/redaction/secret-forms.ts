import { inspect } from 'node:util';
import { withoutJoints } from './escape-encodings.ts';

/** Shorter texts are not registered: they would redact half of every report. */
const SHORTEST_SECRET = 6;
const SHORTEST_PART = 12;

/** The word before a credential in a header, pasted alone: it stands in ordinary text. */
const schemeWord = /^(?:bearer|convex|digest|negotiate|authorization):?$/i;

/**
 * The unencoded texts that identify a secret: the whole value, and the parts of it that are equally secret.
 * @returns an empty list if the value is too short to be distinguished from ordinary text
 */
export function secretParts(value: string): string[] {
  if (value.length < SHORTEST_SECRET || schemeWord.test(value.trim())) return [];

  // A Convex key is `<type>:<deployment>|<secret>`: the part after the bar alone gives access to the deployment.
  const behindBar = /^[\w:-]+\|(.+)$/s.exec(value)?.[1] ?? '';
  // A report indents lines, so a multi-line key (PEM) would not be found as a whole.
  const separator = value.startsWith('-----BEGIN') ? /\s+|\\r\\n|\\n/ : /\r\n|\r|\n|\\r\\n|\\n/;
  const lines = separator.test(value) ? value.split(separator).map((line) => line.trim()) : [];
  const parts = [behindBar, ...passwordsIn(value), ...lines.filter((line) => !line.startsWith('-----'))];

  return [value, ...decoded(value), ...parts.filter((part) => part.length >= SHORTEST_PART)];
}

/** The password of a connection string, as it is written and as a driver decodes it (RFC 3986, section 3.2.1). */
function passwordsIn(value: string): string[] {
  const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@]*?:([^/?#]*)@/i.exec(value) ?? [];
  return password === undefined ? [] : [password, ...decoded(password)];
}

/** A text without its percent-encoding, where it has one. */
function decoded(text: string): string[] {
  try {
    const plain = decodeURIComponent(text);
    return plain === text || plain.length < SHORTEST_SECRET ? [] : [plain];
  } catch {
    // A percent sign of its own.
    return [];
  }
}

/**
 * Every form in which a text may be written: plain, escaped for JSON (and JSON in JSON), URLs, HTML and Node's
 * `inspect`, also nested, and base64 at each of its three alignments in a longer text. All forms are in lower case.
 */
export function formsOf(part: string): Set<string> {
  const escaped = each([part], jsonForms);
  const plain = [...each(escaped, jsonForms), inspect(part).slice(1, -1), ...quotedForms(part), ...withoutJoints(part)];
  const encoded = [
    ...plain,
    ...each(plain, urlForms),
    ...each(plain, htmlForms),
    ...each(each([part], urlForms), urlForms),
  ];
  const base64 = each(escaped, base64Forms);
  const forms = [...encoded, ...base64, ...each(base64, jsonForms), ...each(base64, urlForms)];

  return new Set(forms.map(withoutCase).filter((form) => form.length >= SHORTEST_SECRET));
}

function each(texts: readonly string[], formsOfOne: (text: string) => string[]): string[] {
  return [...new Set(texts.flatMap(formsOfOne))];
}

/**
 * Lower-cases ASCII without changing the length: `%2f` equals `%2F`, and a secret in a host name is found in lower case.
 */
export function withoutCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** RFC 8259, section 7: the required escapes, the optional `\/`, and non-ASCII characters as `\uXXXX`. */
function jsonForms(text: string): string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const forms = [escaped, escaped.replaceAll('/', '\\/')];
  return [
    text,
    ...forms,
    ...forms.map((form) => form.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)),
    // Some writers also escape the special characters of HTML.
    escaped.replace(/[<>&']/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
  ];
}

/** Quotes as a shell, SQL and CSV write them within quotes; bytes of UTF-8 that were read as Latin 1. */
function quotedForms(text: string): string[] {
  return [
    text.replaceAll("'", "'\\''"),
    text.replaceAll("'", "''"),
    text.replaceAll('"', '""'),
    Buffer.from(text).toString('latin1'),
  ].filter((form) => form !== text);
}

/** `encodeURI`, `encodeURIComponent`, RFC 3986 with reserved characters, and forms (`+` for a space, URL Standard 5.2). */
function urlForms(text: string): string[] {
  const whole = text.toWellFormed();
  const component = encodeURIComponent(whole);
  const strict = component.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  const form = new URLSearchParams([['', whole]]).toString().slice(1);
  return [component, strict, form, encodeURI(whole), component.replaceAll('%20', '+'), strict.replaceAll('%20', '+')];
}

/** The characters that HTML and XML escape, by name and by number, in text and in attributes. */
function htmlForms(text: string): string[] {
  const marks: readonly Record<string, string>[] = [
    { '&': '&amp;', '<': '&lt;', '>': '&gt;' },
    { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
    { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
    { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' },
    { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;', '/': '&#x2f;' },
    { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' },
    { '&': '&#38;', '<': '&#60;', '>': '&#62;', '"': '&#34;', "'": '&#39;' },
  ];
  return marks.map((mark) => text.replace(/[&<>"'/]/g, (character) => mark[character] ?? character));
}

/** base64 and base64url (RFC 4648, sections 4 and 5) of the text at any position of a longer one. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((lead) => {
    const bytes = Buffer.concat([Buffer.alloc(lead), Buffer.from(text, 'utf8')]);
    const whole = bytes.toString('base64').replace(/=+$/, '');
    // The first and last characters also encode neighbouring bytes: only those in between are certain.
    const certain = whole.slice(lead === 0 ? 0 : lead + 1, Math.floor((bytes.length * 8) / 6));
    return [certain, certain.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
