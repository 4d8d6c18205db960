/** Numbers of this machine, and of networks that nobody outside reaches. Source: RFC 1918, RFC 3927, RFC 4193. */
const ownNumber = String.raw`127(?:\.\d{1,3}){3}|0\.0\.0\.0`;
const privateNumber = String.raw`10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2}`;
const inBrackets = String.raw`\[(?:::1|::ffff:[0-9a-f.:]+|f[cd][0-9a-f]{2}:[0-9a-f:.]*|fe[89ab][0-9a-f]:[0-9a-f:.]*)\]`;
const withinName = String.raw`[a-z0-9.-]+\.(?:local|internal|lan|localdomain|localhost)`;

const forms: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:https?|wss?):\/\/(?:localhost|${ownNumber}|${inBrackets})(?::\d{1,5})?(?![\w-]|\.[a-z0-9])`,
    'gi',
  ),
  new RegExp(String.raw`\b(?:https?|wss?):\/\/(?:${privateNumber})(?::\d{1,5})?`, 'gi'),
  new RegExp(String.raw`\b(?:https?|wss?):\/\/${withinName}(?::\d{1,5})?(?![a-z0-9.-])`, 'gi'),
  // Without a scheme only the port tells an address from a word or a version; `//` in front takes the page's own scheme.
  new RegExp(
    String.raw`(?<![\w.:/-])(?:\/\/)?(?:localhost|${ownNumber}|${privateNumber}|${inBrackets}):\d{2,5}\b`,
    'gi',
  ),
  // Only as a text of its own: `a?this.local:80` is a choice.
  new RegExp(String.raw`(?<=["'${'`'}](?:\/\/)?)${withinName}:\d{2,5}\b`, 'gi'),
];

/** Addresses of this machine or of a private network: a host with a scheme or a port. The bare word is in every library. */
export function localAddresses(text: string): { address: string; at: number }[] {
  return forms
    .flatMap((form) => [...text.matchAll(form)].map((match) => ({ address: match[0], at: match.index })))
    .filter(({ address, at }) => !isPlaceholder(text, address, at));
}

/**
 * Libraries write `http://localhost`, without a port, where a browser has an address of its own: as the base of
 * `new URL(path, …)`; behind `location.href ||` (axios, lib/platform/common/utils.js); and before it is replaced by
 * `location.origin` (react-router, lib/router/history.ts). None of them ever asks it.
 */
function isPlaceholder(text: string, address: string, at: number): boolean {
  if (!/^https?:\/\/localhost$/i.test(address)) return false;
  const before = text.slice(Math.max(0, at - 60), at);
  const after = text.slice(at + address.length, at + address.length + 500);
  if (!/^\\*["'`]/.test(after)) return false;
  if (/,\s*\\*["'`]$/.test(before) && /^\\*["'`]\s*\)/.test(after)) return true;
  if (/\blocation\.(?:href|origin)\s*(?:\|\||\?\?|:)\s*\\*["'`]$/.test(before)) return true;
  const name = /(?<![\w$.])([\w$]+)\s*=\s*\\*["'`]$/.exec(before)?.[1];
  if (name === undefined) return false;
  const replaced = `(?<![\\w$.])${name.replaceAll('$', String.raw`\$`)}(?:\\\\[nrt]|\\s)*=(?!=)[^;]{0,60}?\\blocation\\.(?:origin|href)`;
  return new RegExp(replaced).test(after);
}
