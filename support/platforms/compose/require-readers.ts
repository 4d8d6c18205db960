import { configurationError } from '../../profile/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import type { ComposeReading } from './read-compose.ts';

type Readers = Readonly<Partial<Record<'readBy' | 'notReadBy', readonly string[] | undefined>>>;

/**
 * @throws ConfigurationError where `readBy` or `notReadBy` names a service that no environment has, so that nobody would look at its
 *   flag, and where both name one service
 */
export function requireReaders(flags: Readonly<Record<string, Readers>>, projects: readonly ComposeReading[]): void {
  const known = [...new Set(projects.flatMap(({ services }) => services.map(({ name }) => name)))];
  for (const [flag, readers] of Object.entries(flags)) {
    for (const setting of ['readBy', 'notReadBy'] as const) {
      const other = readers[setting]?.find((name) => !known.includes(name));
      if (other !== undefined)
        throw configurationError(
          `platforms.compose.flags.${flag}.${setting}`,
          `it names the service ${other}, and no compose file has one. ${suggestName(other, known)}`,
        );
    }
    const both = readers.readBy?.find((name) => readers.notReadBy?.includes(name));
    if (both !== undefined)
      throw configurationError(
        `platforms.compose.flags.${flag}.notReadBy`,
        `it names the service ${both}, which \`readBy\` names too.`,
      );
  }
}
