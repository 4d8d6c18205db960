import { NotVerified } from '../../check/not-verified.ts';
import type { ComposeService } from '../../compose/index.ts';
import type { ComposeReading } from './read-compose.ts';

/**
 * The services that `up` starts; the others are counted by their names.
 * @throws NotVerified where it starts none
 */
export function startedServices(
  { services, written, environment }: Pick<ComposeReading, 'services' | 'written' | 'environment'>,
  count: (what: string, number: number) => void,
): ComposeService[] {
  const started = services.filter(({ isLeftOut }) => !isLeftOut);
  const leftOut = services.filter(({ isLeftOut }) => isLeftOut).map(({ name }) => name);
  if (started.length === 0)
    throw new NotVerified(
      `no service of the compose files of ${environment} is started: ${leftOut.join(', ') || 'there is none'}`,
      'Name the profiles that are enabled in `platforms.compose.environments` (`profiles`).',
    );
  count('compose files', written.length);
  count('services', started.length);
  if (leftOut.length > 0) count(`services of profiles that are not enabled: ${leftOut.join(', ')}`, leftOut.length);
  return started;
}
