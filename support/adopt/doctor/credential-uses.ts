import type { CredentialRole, PlacedSetting } from '../../profile/index.ts';

const drift = ['config/platform-values', 'config/unmanaged-keys'];

/**
 * The checks that cannot be verified without a credential, by its place in the config. A spec runs the twin without each of them and
 * compares what is then not verified.
 */
export const credentialUses: Readonly<Record<string, readonly string[]>> = {
  'convex.deployKey': [
    ...drift,
    'config/drift-convex',
    'convex/arguments-compatible',
    'convex/environment',
    'convex/function-kinds',
    'convex/functions-present',
    'convex/http-routes-present',
    'convex/indexes-present',
    'convex/inside-calls-present',
    'convex/modules-match-source',
    'convex/promotion-gap',
    'convex/reachable',
    'convex/tables-present',
    'isolation/convex-type',
    'isolation/links',
  ],
  'worker.redis.token': ['worker/retention'],
  'cloudflare.apiToken': [
    ...drift,
    'config/drift-pages',
    'config/drift-worker',
    'config/kept-as-secret',
    'config/public-values-built',
    'delivery/rollback-target',
    'worker/bindings',
  ],
  'github.token': [
    ...drift,
    'config/drift-github',
    'config/kept-as-secret',
    'config/shadowed-secrets',
    'delivery/approval',
    'delivery/secrets-declared',
    'delivery/version-agreement',
  ],
  'sync.attest.token': ['config/drift-worker'],
};

/** A credential's place, without the names and numbers of the sections that it may be in. */
export function usedAs({ section, place }: PlacedSetting<CredentialRole>): string {
  const tail = place
    .slice(section.place.length + 1)
    .replace(/^targets\.[^.]+\./, '')
    .replaceAll(/\.\d+\b/g, '');
  return `${section.platform ?? section.place}.${tail}`;
}
