import { check, NotVerified } from '../../support/check/index.ts';
import {
  connectedSites,
  convexAddressesIn,
  deploymentOwner,
  ownMarksIn,
  requireWholeSite,
  siteFileReads,
  siteFiles,
} from '../../support/families/isolation/index.ts';
import { judgeConnection } from './site-connection.judge.ts';

check({
  id: 'isolation/site-connection',
  title: 'the live site names the Convex deployment of its own environment',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: 'A correct table does not help if the live bundle was built with other values.',
  remedy: "Build the site with the environment's own values, and deploy it again.",
  needs: ['platforms.convex', 'platforms.pages'],
  subjects: connectedSites,
  sends: siteFileReads,
  async verify({ subject: { convex, pages }, profile, read, count }) {
    const site = await read(siteFiles, { site: pages, isolation: profile.isolation });
    requireWholeSite(site, profile.environment, profile.isolation.site);
    const own = ownMarksIn(profile, site);
    count('marks of its own', own.length);
    const namesOwn = own.some(({ from }) => from === convex.url.origin || from === convex.deployment.origin);
    const { named, examples } = convexAddressesIn(site);
    count('Convex addresses', named.length);
    if (examples > 0) count('examples in texts of libraries', examples);
    const findings = judgeConnection({
      environment: profile.environment,
      expected: `${convex.url.value} (${convex.url.origin})`,
      namesOwn,
      hosts: named,
      ownerOf: (deployment) => deploymentOwner(profile, deployment),
      allowed: profile.isolation.site.allow,
    });
    if (findings.length > 0 || namesOwn) return findings;
    throw new NotVerified(
      `no Convex address was found in the ${site.files.length} files of the site of ${profile.environment}${examples > 0 ? `, apart from ${examples} example${examples === 1 ? '' : 's'} in texts of libraries` : ''}`,
      'If it was built without its address, build it again with the variables of the environment; if it learns its address at run time, the smoke test sees what it connects to (smoke/connects-home).',
    );
  },
});
