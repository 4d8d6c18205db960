import type { strangerNames } from './platform-input.ts';

/** A caller who was given no token. */
export interface Stranger {
  /** The name by which `takesBadInput` may except it. */
  name: (typeof strangerNames)[number];
  /** In findings: "without a token". */
  as: string;
  headers: Record<string, string>;
}

/**
 * Callers without the right token: none, a wrong one, and what a comparison with a variable that is not set lets in
 * (`` `Bearer ${env.TOKEN}` `` is "Bearer undefined").
 * @param header in which the token is shown by itself; `Authorization` where left out
 */
export function strangers(header?: string): Stranger[] {
  const wrong = `airlock-made-up-${crypto.randomUUID()}`;
  const bearer = header === undefined ? 'Bearer ' : '';
  const shows = (name: Stranger['name'], value: string, as = `with \`${value}\``): Stranger => ({
    name,
    as,
    headers: { [header ?? 'authorization']: value },
  });
  return [
    { name: 'no-token', as: 'without a token', headers: {} },
    shows('empty-token', bearer.trim(), 'with an empty token'),
    shows('wrong-token', `${bearer}${wrong}`, 'with a wrong token'),
    shows('undefined-token', `${bearer}undefined`),
    shows('null-token', `${bearer}null`),
    ...(header === undefined
      ? [
          shows('bare-undefined', 'undefined'),
          shows('empty-basic', 'Basic Og=='),
          shows('undefined-basic', 'Basic dW5kZWZpbmVkOnVuZGVmaW5lZA==', 'with the name and password `undefined`'),
        ]
      : []),
  ];
}
