import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';
import { type Profile, pageOrigins } from '../../profile/index.ts';
import type { FollowedWay } from './read-followed.ts';

/**
 * Whether an address of an environment stays with it, however often it redirects. Both ends are named.
 * @param what which address: "the Convex URL"
 * @throws NotVerified where it leads to an origin that no environment names
 */
export function judgeRedirect(profile: Profile, what: string, { passed, leadsTo }: FollowedWay): Finding[] {
  const { origin } = new URL(leadsTo);
  const [first = leadsTo] = passed;
  if (leadsTo === first || pageOrigins(profile).has(origin)) return [];
  const owner = profile.others.find((other) => pageOrigins(other).has(origin));
  const way = [...new Set([...passed, leadsTo])].map((address) => new URL(address).origin).join(' → ');
  if (owner === undefined)
    throw new NotVerified(
      `${what} of ${profile.environment} redirects to an origin that no environment names: ${way}`,
      `Put the address to which it leads into the table, if it is ${profile.environment}'s own.`,
    );
  return [
    {
      what: `${what} of ${profile.environment} redirects to ${owner.environment}`,
      expected: `an address that stays with ${profile.environment}`,
      received: way,
      from: [first, `${origin} (${owner.environment})`],
    },
  ];
}
