import type { strangerNames } from './platform-input.ts';

/** A caller who was given no token. */
export interface Stranger {
  /** The name by which `takesBadInput` may except it. */
  name: (typeof strangerNames)[number];
  /** In findings: "without a token". */
  as: string;
  headers: { authorization?: string };
}

/**
 * Callers without the right token: none, a wrong one, and what a comparison with a variable that is not set lets in
 * (`` `Bearer ${env.TOKEN}` `` is "Bearer undefined").
 */
export function strangers(): Stranger[] {
  return [
    { name: 'no-token', as: 'without a token', headers: {} },
    shows('empty-token', 'Bearer', 'with an empty token'),
    shows('wrong-token', `Bearer airlock-made-up-${crypto.randomUUID()}`, 'with a wrong token'),
    shows('undefined-token', 'Bearer undefined'),
    shows('null-token', 'Bearer null'),
    shows('empty-basic', 'Basic Og=='),
  ];
}

function shows(name: Stranger['name'], authorization: string, as = `with \`${authorization}\``): Stranger {
  return { name, as, headers: { authorization } };
}
