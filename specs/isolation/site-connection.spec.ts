import { check, NotVerified } from '../../support/check/index.ts';
import { ownMarksIn, requireWholeSite, siteFiles } from '../../support/families/isolation/index.ts';

/** Deployments of nobody, in the messages of Convex's own client (npm package `convex`, 1.48). */
const examples = /^(?:happy-otter|happy-animal|small-mouse)-123\./;

check({
  id: 'isolation/site-connection',
  title: 'the live site names the Convex deployment of its own environment',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: 'A correct table does not help if the live bundle was built with other values.',
  remedy: "Build the site with the environment's own values, and deploy it again.",
  subjects: (profile) => (profile.pages && profile.convex ? [profile] : undefined),
  async verify({ subject: profile, read, count }) {
    const site = await read(siteFiles, profile);
    requireWholeSite(site, profile.environment);
    const { convex } = profile;
    const own = ownMarksIn(profile, site);
    count('marks of its own', own.length);
    const named = own.filter(({ from }) => from === convex?.url.origin || from === convex?.deployment.origin);
    if (convex === undefined || named.length > 0) return [];
    const hosts = site.files.flatMap(({ url, text }) =>
      [...text.matchAll(/[a-z0-9-]+\.convex\.(?:cloud|site)/g)]
        .filter(([host]) => !examples.test(host))
        .map(([host]) => ({ host, url })),
    );
    const [foreign] = hosts;
    if (foreign === undefined)
      throw new NotVerified(
        `no Convex address was found in the ${site.files.length} files of the site of ${profile.environment}`,
        'If the site learns its address at run time, the smoke test sees what it connects to (smoke/connects-home).',
      );
    return [
      {
        what: `the site of ${profile.environment} names another Convex deployment`,
        expected: `${convex.url.value} (${convex.url.origin})`,
        received: [...new Set(hosts.map(({ host }) => host))].join(', '),
        from: [...new Set(hosts.map(({ url }) => url))],
      },
    ];
  },
});
