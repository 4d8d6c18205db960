import { smokeCheck, tryPhone } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/fits-a-phone',
  title: 'every page shows its landmark on a phone, and is no wider than it',
  effect: 'read',
  severity: 'critical',
  why: 'Half of the visitors come on a phone.',
  remedy: 'Open the page at the width of a phone; the element that is too wide is named.',
  async verify({ smoke, openTab, count }) {
    const pages = smoke.pages.filter(({ signedIn }) => signedIn !== true);
    count('pages', pages.length);
    return (await Promise.all(pages.map((page) => tryPhone(openTab, smoke, page)))).flat();
  },
});
