import { NotVerified } from '../../../check/not-verified.ts';
import type { WorkerProfile } from '../../../profile/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import { componentsIn, isIgnored } from './health-status.ts';

/**
 * For an answer in which nothing is ill: each component that has a status has one that is known.
 * @throws NotVerified where a status is a word that is neither well nor ill
 */
export function requireKnownWords(health: unknown, worker: Pick<WorkerProfile, 'health'>): void {
  const unknown = componentsIn(health, worker).filter(({ name, isUnknown }) => isUnknown && !isIgnored(name, worker));
  if (unknown.length === 0) return;
  const said = unknown.map(({ name, word }) => `${name} is \`${quoteForeign(word ?? '', 40)}\``);
  throw new NotVerified(
    `whether every component is well is not known: ${said.slice(0, 4).join(', ')}`,
    'Name every word that means healthy in `health.healthy`, or the component in `health.ignores`.',
  );
}
