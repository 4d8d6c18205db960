import { NotVerified, smokeCheck, tryReconnection } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/reconnects',
  title: 'a page that was offline connects to Convex again by itself',
  effect: 'read',
  severity: 'critical',
  why: 'Phones lose their network; a page that stays behind shows yesterday as today.',
  remedy: 'Look at what the page does with a closed socket; the official client comes back by itself.',
  appliesTo: ({ convex }) => convex !== undefined || 'the deployment has no Convex',
  async verify({ smoke, openPage, openTab, count }) {
    const live: typeof smoke.pages = [];
    for (const page of smoke.pages)
      if (
        page.signedIn !== true &&
        (await openPage(page)).watch.convex.calls().some(({ outcome }) => outcome === 'answered')
      )
        live.push(page);
    const [first] = live;
    if (!first) throw new NotVerified('no page had a query answered by Convex, so there is no connection to cut');
    count('pages cut off', 1);
    return tryReconnection(openTab, smoke, first);
  },
});
