import { configurationError } from '../../profile/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import type { ComposeReading } from './read-compose.ts';

/** @throws ConfigurationError where `readBy` names a service that no environment has: nobody would look at its flag */
export function requireReaders(
  flags: Readonly<Record<string, { readBy?: readonly string[] | undefined }>>,
  projects: readonly ComposeReading[],
): void {
  const known = [...new Set(projects.flatMap(({ services }) => services.map(({ name }) => name)))];
  for (const [flag, { readBy = [] }] of Object.entries(flags)) {
    const other = readBy.find((name) => !known.includes(name));
    if (other !== undefined)
      throw configurationError(
        `platforms.compose.flags.${flag}.readBy`,
        `it names the service ${other}, and no compose file has one. ${suggestName(other, known)}`,
      );
  }
}
