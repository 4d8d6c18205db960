import { encodings } from './encode-secret.ts';

/**
 * The encodings in which a text still holds a secret. It shares nothing with support/redaction: it encodes the secret anew and looks for
 * that, without white space and in any case, and it strips the text down to hex digits, to numbers and to letters of base64.
 */
export function leaksIn(text: string, secret: string): string[] {
  const dense = squeeze(text);
  const digits = text.replace(/0x|\\x|[^0-9a-f]/gi, '').toLowerCase();
  const hex = Buffer.from(secret).toString('hex');
  const found = Object.entries(encodings)
    .filter(([, encode]) => dense.includes(squeeze(encode(secret))))
    .map(([name]) => name);
  return [
    ...(text.includes(secret) ? ['as it is'] : []),
    ...found,
    ...(digits.includes(hex) ? ['in hex, whatever stands between'] : []),
    ...inBase64(text, secret),
  ];
}

function squeeze(text: string): string {
  return text.replace(/\s|\\[rn]/g, '').toLowerCase();
}

/** Decodes every long word of base64, its lines joined, twice over. */
function inBase64(text: string, secret: string): string[] {
  const words = text.replace(/(?:\\r)?\\n|\r?\n[ \t"|>]*/g, '').match(/[\w+/-]{11,}/g) ?? [];
  const decoded = words
    .flatMap(atEveryLead)
    .flatMap((once) => [once, ...(once.match(/[\w+/-]{11,}/g) ?? []).flatMap(atEveryLead)]);
  const hex = Buffer.from(secret).toString('hex');
  return decoded.some((each) => each.includes(secret) || each.toLowerCase().includes(hex)) ? ['in base64'] : [];
}

function atEveryLead(word: string): string[] {
  return [0, 1, 2, 3].map((lead) => Buffer.from(word.slice(lead), 'base64').toString());
}
