import { isUtf8 } from 'node:buffer';

const declared = /^content-transfer-encoding:\s*(?:quoted-printable|base64)\b/im;
/** A line of base64 has at most 76 characters, and all but the last are of one length. */
const block = /(?:^[A-Za-z0-9+/]{40,76}\r?\n)*^[A-Za-z0-9+/]{4,76}={0,2}\r?$/gm;
const shortestBlock = 24;

/** Whether a text is a mail as it is sent, in which the parts are encoded, or one of these parts. */
export function isEncodedMail(text: string): boolean {
  return declared.test(text) || /\b(?:href|src|action)=3D/i.test(text);
}

/** Its parts as a mail program shows them. Source: RFC 2045, sections 6.7 and 6.8. */
export function decodedMail(text: string): string {
  const parts = text.replace(block, (written) => {
    const bytes = Buffer.from(written, 'base64');
    return written.length >= shortestBlock && isUtf8(bytes) ? bytes.toString('utf8') : written;
  });
  return parts
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/(?:=[0-9a-f]{2})+/gi, (written) => Buffer.from(written.replaceAll('=', ''), 'hex').toString('utf8'));
}
