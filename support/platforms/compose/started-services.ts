import type { ComposeService } from '../../compose/index.ts';
import type { ComposeReading } from './read-compose.ts';

/** The services that `up` starts; the others are counted by their names. */
export function startedServices(
  { services, written }: Pick<ComposeReading, 'services' | 'written'>,
  count: (what: string, number: number) => void,
): ComposeService[] {
  const started = services.filter(({ isLeftOut }) => !isLeftOut);
  const leftOut = services.filter(({ isLeftOut }) => isLeftOut).map(({ name }) => name);
  count('compose files', written.length);
  count('services', started.length);
  if (leftOut.length > 0) count(`services of profiles that are not enabled: ${leftOut.join(', ')}`, leftOut.length);
  return started;
}
