import { existsSync } from 'node:fs';
import path from 'node:path';
import { NotVerified } from '../../check/not-verified.ts';
import type { DeliveryProfile, Profile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import {
  type Delivery,
  filesOfFolder,
  type Pattern,
  type PipelineSettings,
  readPipelines,
} from '../../workflow/index.ts';
import { readGitIntegrations } from './providers/read-git-integrations.ts';

/**
 * The pipelines of the repository that the config names, followed in every way in which they may go.
 * @throws NotVerified where the config names no folder, or one that is not there
 */
export const pipelines = defineReading({
  name: 'delivery.pipelines',
  effect: 'offline',
  key: deliveryFolder,
  async read(profile: Profile): Promise<Delivery> {
    const { delivery } = profile;
    const folder = deliveryFolder(profile);
    if (!delivery || !existsSync(folder))
      throw new NotVerified(
        `there is no folder ${folder}`,
        '`delivery.repository` of the deployment config is the path of a checkout, relative to the config.',
      );
    return readPipelines(filesOfFolder(folder), pipelineSettings(delivery));
  },
});

/** The same, with what Cloudflare says of its own Git integrations, where a token is given. */
export const askedPipelines = defineReading({
  name: 'delivery.asked-pipelines',
  effect: 'read',
  key: (profile: Profile) => `${profile.environment} ${deliveryFolder(profile)}`,
  async read(profile, { read }): Promise<Delivery & { asked: number }> {
    const offline = await read(pipelines, profile);
    const { deploys, silent, asked } = await readGitIntegrations(profile, read);
    if (asked === 0) return { ...offline, asked };
    const declared = offline.settings.deploysItself ?? [];
    const others = declared.filter(({ platform }) => !deploys.some((each) => each.platform === platform));
    const isKnown = offline.settings.deploysItself !== undefined || deploys.length > 0;
    const settings = {
      ...offline.settings,
      ...(isKnown && { deploysItself: [...others, ...deploys] }),
      silentPlatforms: silent,
    };
    return { ...(await readPipelines(filesOfFolder(deliveryFolder(profile)), settings)), asked };
  },
});

/** The checkout that the config names. */
export function deliveryFolder({ directory, delivery }: Profile): string {
  return path.resolve(directory, delivery?.repository ?? '.');
}

/** What the config says of pipelines, as their reader takes it. */
export function pipelineSettings(delivery: DeliveryProfile): PipelineSettings {
  const { defaultBranch, deploysItself, recognise } = delivery;
  return {
    defaultBranch,
    patterns: [
      ...recognise.map(({ contains, deploys, platform }) => ({ contains, role: deploys, platform })),
      ...switchPatterns(delivery),
    ],
    ...(deploysItself && {
      deploysItself: deploysItself.map(({ platform, folder, buildCommand, waitsFor }) => ({
        platform,
        folder,
        buildCommand,
        waitsFor,
      })),
    }),
  };
}

/** The longest first: `scripts/switch --back` contains `scripts/switch` too. */
function switchPatterns({ switch: named }: DeliveryProfile): Pattern[] {
  if (!named) return [];
  const patterns: Pattern[] = [
    { contains: named.health, role: 'health' },
    { contains: named.command, role: 'switch' },
    ...(named.back === undefined ? [] : [{ contains: named.back, role: 'switch-back' as const }]),
  ];
  return patterns.toSorted((one, other) => other.contains.length - one.contains.length);
}
