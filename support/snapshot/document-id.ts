const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const form = /^[0-9a-hjkmnp-tv-z]{31,37}$/;

/**
 * Whether a text is a document id of any deployment: base32 of a table number, 16 bytes and a checksum, which
 * ordinary text of that length does not have. Source: convex-backend, crates/value/src/id_v6.rs.
 */
export function isDocumentId(text: string): boolean {
  if (!form.test(text)) return false;

  const bytes = fromBase32(text);
  const body = bytes.subarray(0, -2);
  if (body.length < 17 || body.length > 21) return false;

  let first = 0;
  let second = 0;
  for (const byte of body) {
    first = (first + byte) % 255;
    second = (second + first) % 255;
  }

  return bytes.at(-2) === first && bytes.at(-1) === second;
}

const inText = /(?<![0-9A-Za-z])[0-9a-hjkmnp-tv-z]{31,37}(?![0-9A-Za-z])/g;

/** A text with every document id in it replaced: the whole text may be one, or an address or a sentence may contain some. */
export function replaceIds(text: string, replaced: (id: string) => string): string {
  if (text.length < 31) return text;
  return text.replace(inText, (found) => (isDocumentId(found) ? replaced(found) : found));
}

/** The table number of an id: its first bytes, seven bits each, least significant first. */
export function tableNumberOf(id: string): number {
  let number = 0;
  for (const [index, byte] of fromBase32(id).subarray(0, 5).entries()) {
    number += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) break;
  }

  return number;
}

/** All ids of other documents in a document's fields, as values or as keys of records, with the field. */
export function referencesIn(fields: Readonly<Record<string, unknown>>): { field: string; id: string }[] {
  const found: { field: string; id: string }[] = [];
  const walk = (value: unknown, field: string) => {
    if (typeof value === 'string') {
      if (value.length >= 31 && value.length <= 37 && isDocumentId(value)) found.push({ field, id: value });
    } else if (Array.isArray(value)) for (const [index, each] of value.entries()) walk(each, `${field}[${index}]`);
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) {
        walk(name, field);
        walk(each, `${field}.${name}`);
      }
  };
  for (const [name, value] of Object.entries(fields)) if (name !== '_id') walk(value, name);

  return found;
}

function fromBase32(text: string): Buffer {
  let bits = 0;
  let held = 0;
  const bytes: number[] = [];

  for (const character of text) {
    held = (held << 5) | alphabet.indexOf(character);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >>> bits) & 255);
    }

    held &= (1 << bits) - 1;
  }

  return Buffer.from(bytes);
}
