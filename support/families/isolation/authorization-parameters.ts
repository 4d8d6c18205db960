import { decoded } from '../config/index.ts';

/** Parameters of an authorization request that must not be repeated. Source: RFC 6749, sections 3.1 and 4.1.1. */
const single = ['client_id', 'redirect_uri', 'response_type', 'state', 'scope'];

/** What an authorization request says, wherever in its address it says it. */
export interface AuthorizationParameters {
  /** Every value of `client_id`, in the query and in the fragment; the first is what most providers take. */
  clientIds: readonly string[];
  redirectUris: readonly string[];
  /** Parameters that stand more than once. */
  repeated: readonly string[];
  /** Parameters that only the fragment has, which a browser does not send. */
  onlyInFragment: readonly string[];
  /** Parameters whose value is still percent-encoded when it is decoded. */
  encodedTwice: readonly string[];
  /** The request was handed to the provider beforehand, or is signed: its address does not say all of it. RFC 9126, RFC 9101. */
  isElsewhere: boolean;
}

/** Reads all values of each parameter: providers differ in which of several they take. */
export function authorizationParameters(url: URL): AuthorizationParameters {
  const query = [...url.searchParams];
  const fragment = [...new URLSearchParams(url.hash.replace(/^#[/!]*\??/, ''))];
  const all = [...query, ...fragment].flatMap(([name, value]) => writtenTogether(nameOf(name), value));
  const valuesOf = (wanted: string) => all.filter(({ name }) => name === wanted).map(({ value }) => value);
  const isIn = (pairs: readonly [string, string][], wanted: string) => pairs.some(([name]) => nameOf(name) === wanted);

  return {
    clientIds: valuesOf('client_id').map(decoded),
    redirectUris: valuesOf('redirect_uri').map(decodedAddress),
    repeated: single.filter((name) => valuesOf(name).length > 1),
    onlyInFragment: single.filter((name) => isIn(fragment, name) && !isIn(query, name)),
    encodedTwice: ['client_id', 'redirect_uri'].filter((name) => valuesOf(name).some(isEncoded)),
    isElsewhere: ['request_uri', 'request'].some((name) => valuesOf(name).some((value) => value !== '')),
  };
}

/** `client_id[]` and `client_id[0]` are `client_id` to many servers. */
function nameOf(written: string): string {
  return decoded(written)
    .trim()
    .toLowerCase()
    .replace(/\[\d{0,3}\]$/, '');
}

/** Some servers take a semicolon for an ampersand, as HTML 4.01, appendix B.2.2, recommends. */
function writtenTogether(name: string, value: string): { name: string; value: string }[] {
  const [first = '', ...parts] = value.split(';');
  const more = parts.flatMap((part) => {
    const at = part.indexOf('=');
    const other = at < 0 ? '' : nameOf(part.slice(0, at));
    return single.includes(other) ? [{ name: other, value: part.slice(at + 1) }] : [];
  });
  return more.length === 0 ? [{ name, value }] : [{ name, value: first }, ...more];
}

/** An address that can be read is left alone: what is encoded in it belongs to its own query. */
function decodedAddress(value: string): string {
  return URL.canParse(value) ? value : decoded(value);
}

function isEncoded(value: string): boolean {
  return !URL.canParse(value) && decoded(value) !== value;
}
