import type { WranglerConfig } from '../../../workflow/index.ts';

/** The configuration of a deployed Worker: by its name, or with the environment behind it (`name-prod`). */
export function configOf(configs: readonly WranglerConfig[], script: string): WranglerConfig | undefined {
  return configs.find(
    ({ name, environments }) =>
      name !== undefined &&
      (name === script || environments.some((environment) => `${name}-${environment}` === script)),
  );
}
