import { check } from '../../support/check/index.ts';
import { readCalls, requireResolved, siteCallers } from '../../support/platforms/convex/index.ts';
import { judgeAgreement } from './source-and-bundle-agree.judge.ts';

check({
  id: 'convex/source-and-bundle-agree',
  title: 'the live site calls the same functions as its source',
  platform: 'convex',
  effect: 'read',
  severity: 'warning',
  why: 'A site that was built from another source, or an older one, is not the site that the other checks verified.',
  remedy: 'Build and deploy the site from this source.',
  needs: ['platforms.convex', 'platforms.pages', 'platforms.convex.liveSite', 'platforms.convex.frontends'],
  subjects: (profile) => siteCallers(profile).filter(({ convex }) => convex.frontends.length > 0),
  sends: { to: ['convex', 'pages'], requests: 803, bound: 'one for each page and script of the site' },
  async verify({ subject: { convex, pages }, read, count }) {
    const [site, ...sources] = await Promise.all([
      readCalls({ convex, site: pages }, read),
      ...convex.frontends.map((frontend) => readCalls({ convex, frontend }, read)),
    ]);
    const source = sources.flatMap(({ calls }) => calls);
    const open = [...sources.flatMap((each) => each.open), ...site.open].filter(({ mayBe }) => mayBe === undefined);
    count('functions compared', new Set([...source, ...site.calls].map(({ path }) => path)).size);
    const accepted = requireResolved({ what: ['reference', 'references'], places: open }, convex.unresolved);
    count('references that are resolved only at run time and accepted', accepted);
    return judgeAgreement(source, site.calls, pages.url.value);
  },
});
