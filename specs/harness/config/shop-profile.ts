import { type Profile, resolveProfile } from '../../../support/profile/index.ts';
import type { KeyRule } from '../../../support/profile/schema.ts';
import { deploymentWith, plainConfig, plainTable } from '../profile/temporary-deployment.ts';

interface Written {
  rows: string;
  keys?: Record<string, KeyRule>;
  platforms?: object;
  variables?: Record<string, string>;
  environment?: string;
}

/** The production of a small shop whose table has further rows. */
export function profileOf({ rows, keys = {}, platforms = {}, variables = {}, environment = 'prod' }: Written): Profile {
  const table = { ...plainConfig.table, keys };
  const config = { ...plainConfig, table, platforms: { ...plainConfig.platforms, ...platforms } };
  return resolveProfile(deploymentWith({ config, table: `${plainTable}${rows}\n` }), environment, { variables });
}
