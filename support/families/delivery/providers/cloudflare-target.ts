import { NotVerified } from '../../../check/not-verified.ts';
import type { CloudflareProfile, Profile } from '../../../profile/index.ts';

/** A Worker's script or a Pages project, in the account that holds it. */
export interface CloudflareTarget {
  cloudflare: CloudflareProfile;
  name: string;
}

/** The scripts and projects of this environment, by the targets of the table that they hold. */
export function cloudflareTargets({ cloudflare, sync }: Profile, platform: 'worker' | 'pages'): CloudflareTarget[] {
  if (!cloudflare) return [];
  const names = (sync?.targets ?? [])
    .filter((target) => target.platform === platform)
    .flatMap(({ name, within }) =>
      // The preview environment of a Pages project has no deployment of its own that a rollback could activate.
      name && within?.value !== 'preview' ? [name.value] : [],
    );
  return [...new Set(names)].map((name) => ({ cloudflare, name }));
}

/** The key of a reading of a target. */
export function keyOfTarget({ cloudflare, name }: CloudflareTarget): string {
  return `${cloudflare.api.url.href} ${cloudflare.accountId.value} ${name}`;
}

/** @throws NotVerified with what enables it, where the config does not say what holds the Worker or the site */
export function requireTarget(targets: readonly CloudflareTarget[], what: string, platform: string): CloudflareTarget {
  const [target, ...more] = targets;
  if (!target)
    throw new NotVerified(
      `which deployments ${what} has is not known: no target of \`sync.targets\` has \`platform: '${platform}'\`, or \`platforms.cloudflare\` is not set`,
      'Set `platforms.cloudflare` and name the script or the project in `sync.targets`.',
    );
  if (more.length > 0)
    throw new NotVerified(
      `which of ${[target, ...more].map(({ name }) => name).join(', ')} serves ${what} is not known`,
      'Name one in `sync.targets`.',
    );
  return target;
}
