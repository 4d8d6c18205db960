import { NotVerified } from '../check/not-verified.ts';
import {
  type CredentialProbe,
  compareTarget,
  type KeyComparison,
  probeCredentials,
  targetsOn,
} from '../families/config/index.ts';
import { RequestFailure } from '../http/index.ts';
import { MissingInput, type Profile } from '../profile/index.ts';
import type { Read } from '../reading/index.ts';

/** A target whose platform could not be read, and why. */
interface Unread {
  target: string;
  reason: string;
  enable?: string;
}

export interface EnvironmentComparison {
  comparisons: KeyComparison[];
  unread: Unread[];
  probes: CredentialProbe[];
}

/**
 * Reads all platforms of an environment at once and compares them with the table.
 * @param only the TARGETs to read; all if left out
 */
export async function compareEnvironment(
  profile: Profile,
  read: Read,
  only?: readonly string[],
): Promise<EnvironmentComparison> {
  const inputs = targetsOn(profile).filter(({ target }) => only?.includes(target.target) ?? true);
  const probing = probeCredentials(read, profile);
  const results = await Promise.all(
    inputs.map(async (input): Promise<{ comparisons: KeyComparison[]; unread: Unread[] }> => {
      const unreadFor = (error: unknown) => [{ target: input.target.target, ...reasonOf(error) }];
      try {
        const { comparisons, unproved } = await compareTarget(read, input);
        return { comparisons, unread: unproved === undefined ? [] : unreadFor(unproved) };
      } catch (error) {
        return { comparisons: [], unread: unreadFor(error) };
      }
    }),
  );
  return {
    comparisons: results.flatMap(({ comparisons }) => comparisons),
    unread: results.flatMap(({ unread }) => unread),
    probes: await probing,
  };
}

function reasonOf(error: unknown): Omit<Unread, 'target'> {
  if (error instanceof MissingInput) return { reason: `${error.message} (${error.origin})`, enable: error.enable };
  if (error instanceof NotVerified)
    return { reason: error.message, ...(error.enable !== undefined && { enable: error.enable }) };
  if (error instanceof RequestFailure) return { reason: error.message };
  throw error;
}
