const forms: readonly RegExp[] = [
  /\b(?:https?|wss?):\/\/(localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\])(?::\d{1,5})?(?![\w-]|\.[a-z0-9])/gi,
  /(?<![\w.:/-])(localhost|127(?:\.\d{1,3}){3}):\d{2,5}\b/gi,
  /\b(?:https?|wss?):\/\/(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2})(?::\d{1,5})?/gi,
  /\b(?:https?|wss?):\/\/[a-z0-9.-]+\.(?:local|internal|lan|localdomain)(?::\d{1,5})?(?![a-z0-9.-])/gi,
];
/** `new URL(path, "http://localhost")`: libraries need some base, and never ask it. */
const base = /,\s*["'`]$/;

/** Addresses of this machine or of a private network: a host with a scheme or a port. The bare word is in every library. */
export function localAddresses(text: string): { address: string; at: number }[] {
  const found = forms.flatMap((form) =>
    [...text.matchAll(form)].map((match) => ({ address: match[0], at: match.index })),
  );
  return found.filter(({ address, at }) => {
    const isBase =
      /^https?:\/\/localhost$/i.test(address) &&
      base.test(text.slice(Math.max(0, at - 4), at)) &&
      /^["'`]\s*\)/.test(text.slice(at + address.length, at + address.length + 4));
    return !isBase;
  });
}
