import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  type ConvexProfile,
  isOwned,
  isSecretKey,
  type Profile,
  placedCredentials,
  registerValue,
} from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { isPlainValue, secretRows, sharedKeys } from '../../config/index.ts';
import { runAdminQuery } from '../read-admin-query.ts';

/** A secret that an environment holds: what it is called, where it stands, and a digest that tells only whether two are one. */
export interface HeldSecret {
  key: string;
  environment: string;
  place: string;
  digest: string;
}

// New with every run: the digest of a run says nothing to whoever reads it later.
const digestKey = randomBytes(32);

/** One key pasted twice has other line ends, or none (`\\n`, spaces), and quotes around it: that makes it no other key. */
function secretDigest(value: string): string {
  const bare = value
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/\\[rn]|\s+/g, '');
  return createHmac('sha256', digestKey).update(bare).digest('hex');
}

const Variables = z.array(z.looseObject({ name: z.string(), value: z.string() }));
/** Shorter ones under other names are equal by chance, or are not secrets. */
export const shortestSecret = 8;

/** The secrets among the variables of a Convex deployment, digested as they are read. */
export const convexSecrets = defineReading({
  name: 'isolation.convex-secrets',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, context): Promise<readonly HeldSecret[]> {
    const answer = await runAdminQuery(convex, '_system/cli/queryEnvironmentVariables', {}, context);
    return Variables.parse(answer).flatMap(({ name, value }) => {
      const secret = isSecretKey(name) && value.length >= shortestSecret && !isPlainValue(name, value);
      registerValue(name, value, secret);
      if (!secret) return [];
      const { environment } = convex;
      return [
        {
          key: name,
          environment,
          place: `${convex.url.value}, variable ${name} (${environment})`,
          digest: secretDigest(value),
        },
      ];
    });
  },
});

/** The backends whose variables may be read. */
export function readableBackends({ backends }: Pick<Profile, 'backends'>): ConvexProfile[] {
  return backends.filter(({ deployKey }) => deployKey !== undefined);
}

/** The secrets of the table and of the declared settings, those left out that may be shared. */
export function heldSecrets(profile: Profile): HeldSecret[] {
  const { environment, table } = profile;
  const shared = sharedKeys(profile);
  const held = (key: string, place: string, value: string) => ({
    key,
    environment,
    place: `${place} (${environment})`,
    digest: secretDigest(value),
  });
  const inTable = secretRows(profile).flatMap(({ key, setting, cell, variable }) =>
    !shared.has(key) && setting.isSet && setting.value.length >= shortestSecret
      ? [held(key, variable === undefined ? cell : `environment variable ${variable}, over ${cell}`, setting.value)]
      : [],
  );
  const rows = new Set(table.values.map(({ key }) => key));
  const declared = placedCredentials(profile).flatMap((placed) => {
    const { setting, place } = placed;
    if (!isOwned(placed) || rows.has(setting.name) || !setting.isSet || setting.value.length < shortestSecret)
      return [];
    return [held(setting.name === 'value' ? place : setting.name, setting.origin, setting.value)];
  });
  return [...inTable, ...declared];
}
