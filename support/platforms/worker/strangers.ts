import type { strangerNames } from './platform-input.ts';

/** A caller who was given no token. */
export interface Stranger {
  /** The name by which `takesBadInput` may except it. */
  name: (typeof strangerNames)[number];
  /** In findings: "without a token". */
  as: string;
  headers: Record<string, string>;
  /** Parameters of the address, where the token is shown there. */
  query: Record<string, string>;
}

/** Where an administrator shows the token, by itself; as `Authorization: Bearer` where neither is named. */
export interface TokenPlace {
  header?: string | undefined;
  query?: string | undefined;
}

/**
 * Callers without the right token: none, a wrong one, and what a comparison with a variable that is not set lets in
 * (`` `Bearer ${env.TOKEN}` `` is "Bearer undefined").
 */
export function strangers({ header, query }: TokenPlace = {}): Stranger[] {
  const wrong = `airlock-made-up-${crypto.randomUUID()}`;
  const isBearer = header === undefined && query === undefined;
  const bearer = isBearer ? 'Bearer ' : '';
  const shows = (name: Stranger['name'], value: string, as = `with \`${value}\``): Stranger => ({
    name,
    as,
    headers: query === undefined ? { [header ?? 'authorization']: value } : {},
    query: query === undefined ? {} : { [query]: value },
  });
  return [
    { name: 'no-token', as: 'without a token', headers: {}, query: {} },
    shows('empty-token', bearer.trim(), 'with an empty token'),
    shows('wrong-token', `${bearer}${wrong}`, 'with a wrong token'),
    shows('undefined-token', `${bearer}undefined`),
    shows('null-token', `${bearer}null`),
    ...(isBearer
      ? [
          shows('empty-header', '', 'with an empty `Authorization`'),
          shows('bare-undefined', 'undefined'),
          shows('undefined-scheme', 'Token undefined'),
          shows('empty-basic', 'Basic Og=='),
          shows('undefined-basic', 'Basic dW5kZWZpbmVkOnVuZGVmaW5lZA==', 'with the name and password `undefined`'),
        ]
      : []),
  ];
}

/** The address with the parameters of a caller, in place of its own of the same names. */
export function askedBy(url: string, { query }: Stranger): string {
  const asked = new URL(url);
  for (const [name, value] of Object.entries(query)) asked.searchParams.set(name, value);
  return asked.href;
}
