import { existsSync } from 'node:fs';
import path from 'node:path';
import { NotVerified } from '../../check/not-verified.ts';
import type { DeliveryProfile, Profile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { type Delivery, filesOfFolder, type PipelineSettings, readPipelines } from '../../workflow/index.ts';

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

/** The checkout that the config names. */
export function deliveryFolder({ directory, delivery }: Profile): string {
  return path.resolve(directory, delivery?.repository ?? '.');
}

/** What the config says of pipelines, as their reader takes it. */
export function pipelineSettings({ defaultBranch, deploysItself, recognise }: DeliveryProfile): PipelineSettings {
  return {
    defaultBranch,
    patterns: recognise.map(({ contains, deploys, platform }) => ({ contains, role: deploys, platform })),
    ...(deploysItself && {
      deploysItself: deploysItself.map(({ platform, folder, buildCommand }) => ({ platform, folder, buildCommand })),
    }),
  };
}
