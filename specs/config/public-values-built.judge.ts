import type { Finding } from '../../support/check/finding.ts';
import type { PagesBuild } from '../../support/families/config/index.ts';

/** Names whose values front-end tools write into the scripts: Next.js, Vite, Create React App, Nuxt, Expo, Gatsby, SvelteKit. */
const publicName = /^(?:NEXT_PUBLIC|VITE|PUBLIC|REACT_APP|NUXT_PUBLIC|EXPO_PUBLIC|GATSBY)_/;

/** The public variables that the project has, or that the live site was built with. */
export function publicNames({ builtWith = new Map(), now }: PagesBuild): string[] {
  return [...new Set([...builtWith.keys(), ...now.keys()])].filter((name) => publicName.test(name));
}

/** Public variables that changed after the live site was built: its scripts still have the old ones. */
export function judgeBuild(build: PagesBuild): Finding[] {
  const { place, address, builtAt, builtWith = new Map<string, string>(), now } = build;
  return publicNames(build)
    .filter((name) => builtWith.get(name) !== now.get(name))
    .map((name) => ({
      what: `${name} of ${place} changed after the live site was built`,
      expected: now.get(name) ?? 'a site that was built without it',
      received: `${builtWith.get(name) ?? 'none'}, with which the site was built at ${builtAt}`,
      from: [address],
      remedy: 'Deploy the site again: the value that it was built with stays in its scripts.',
    }));
}
