import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import type { TableValue } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { isLiteral } from '../judge-cell-change.ts';
import { cloudflareClient } from './cloudflare-client.ts';
import type { HeldKey, HeldKeys, TargetInput } from './held-keys.ts';
import { patientFetch } from './patient-fetch.ts';
import { unreadable } from './unreadable.ts';

const Binding = z.looseObject({
  name: z.string(),
  type: z.string(),
  text: z.string().optional(),
  json: z.unknown().optional(),
});
const Settings = z.looseObject({ bindings: z.array(Binding) });
const Deployments = z.looseObject({
  deployments: z.array(z.looseObject({ created_on: z.string(), author_email: z.string().nullish() })),
});

/**
 * Lists a Worker's variables and secrets in one request, its settings; where an age is of use a second one tells when it was
 * last released, for a changed secret is a new version.
 * Source: cloudflare 7.3.0, resources/workers/scripts/{script-and-version-settings,deployments}.
 */
export const workerKeys = defineReading({
  name: 'config.worker-keys',
  effect: 'read',
  key: ({ profile, target }: TargetInput) =>
    `${profile.cloudflare?.api.url.href} ${profile.cloudflare?.accountId.value} ${target.name?.value} ${target.target}`,
  async read({ profile: { cloudflare, table }, target }, { fetch, signal }): Promise<HeldKeys> {
    if (!cloudflare || !target.name)
      throw new NotVerified(
        'the config has no platform `cloudflare`',
        'Add platforms.cloudflare to the deployment config.',
      );
    const script = target.name.value;
    const account_id = cloudflare.accountId.value;
    const patient = patientFetch(fetch, signal);
    try {
      const client = await cloudflareClient(cloudflare, patient.fetch);
      const settings = Settings.parse(
        await client.workers.scripts.scriptAndVersionSettings.get(script, { account_id }),
      );
      const keys = settings.bindings.flatMap(keyOf);
      const deployments = asksForAge(keys, table.values)
        ? await client.workers.scripts.deployments.list(script, { account_id })
        : undefined;
      const released = deployments ? Deployments.parse(deployments.result).deployments : [];
      const newest = released.toSorted((one, other) => (one.created_on < other.created_on ? -1 : 1)).at(-1);
      return {
        platform: 'worker',
        target: target.target,
        place: `the Worker ${script}`,
        address: `${cloudflare.api.url.href}/accounts/${account_id}/workers/scripts/${script}/settings`,
        keys,
        bindings: settings.bindings,
        settings,
        ...(newest && { newestAt: newest.created_on }),
        ...(newest?.author_email && { newestBy: newest.author_email }),
        repeated: patient.repeated(),
      };
    } catch (error) {
      throw unreadable(
        `the settings of the Worker ${script}`,
        error,
        cloudflare.apiToken,
        'the permission "Workers Scripts: Read"',
      );
    }
  },
});

/** An age says something of a value that cannot be read back, beside a day on which the table's was changed. */
function asksForAge(keys: readonly HeldKey[], rows: readonly TableValue[]): boolean {
  const writeOnly = new Set(keys.filter(({ readable }) => !readable).map(({ name }) => name));
  return rows.some((row) => writeOnly.has(row.key) && (row.rule.changed !== undefined || isLiteral(row)));
}

/** Bindings that hold a value; the others are resources. */
function keyOf({ name, type, text, json }: z.infer<typeof Binding>): HeldKey[] {
  if (type === 'plain_text')
    return [{ name, readable: text !== undefined, ...(text !== undefined && { value: text }) }];
  if (type === 'json') return [{ name, readable: true, value: JSON.stringify(json) }];
  // A secret of the account's store is bound by name, and its value stands in the store.
  const isSecret = ['secret_text', 'secret_key', 'secrets_store_secret'].includes(type);
  return isSecret ? [{ name, readable: false }] : [];
}
