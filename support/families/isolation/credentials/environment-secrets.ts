import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ConvexProfile, Profile } from '../../../profile/index.ts';
import { isSecretKey, registerValue } from '../../../profile/secret-keys.ts';
import { defineReading } from '../../../reading/index.ts';
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
/** Shorter ones are equal by chance, or are no secrets. */
const shortestSecret = 8;

/** The secrets among the variables of a Convex deployment, digested as they are read. */
export const convexSecrets = defineReading({
  name: 'isolation.convex-secrets',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, context): Promise<readonly HeldSecret[]> {
    const answer = await runAdminQuery(convex, '_system/cli/queryEnvironmentVariables', {}, context);
    return Variables.parse(answer).flatMap(({ name, value }) => {
      const secret = isSecretKey(name) && value.length >= shortestSecret;
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

/** The secrets of the table, those left out that the config declares shared. */
export function tableSecrets({ environment, table }: Profile): HeldSecret[] {
  return table.values.flatMap(({ key, rule, secret, setting, cell, variable }) =>
    secret && rule.isolated !== false && setting.isSet && setting.value.length >= shortestSecret
      ? [
          {
            key,
            environment,
            place: `${variable === undefined ? cell : `environment variable ${variable}, over ${cell}`} (${environment})`,
            digest: secretDigest(setting.value),
          },
        ]
      : [],
  );
}
