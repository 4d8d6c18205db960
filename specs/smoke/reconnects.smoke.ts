import { NotVerified, smokeCheck, tryReconnection } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/reconnects',
  title: 'a page that was offline reconnects to Convex by itself',
  effect: 'read',
  severity: 'critical',
  why: 'Phones lose their network; a page that does not reconnect keeps showing old data.',
  remedy: 'Check what the page does when its WebSocket closes; the official client reconnects by itself.',
  needs: ['platforms.smoke', 'platforms.convex'],
  async verify({ smoke, openPage, openTab, count }) {
    const live: typeof smoke.pages = [];
    for (const page of smoke.pages)
      if (
        page.signedIn !== true &&
        (await openPage(page)).watch.convex.calls().some(({ outcome }) => outcome === 'answered')
      )
        live.push(page);
    const [first] = live;
    if (!first) throw new NotVerified('no page got a query answered by Convex, so there is no connection to cut');
    count('pages cut off', 1);
    return tryReconnection(openTab, smoke, first);
  },
});
