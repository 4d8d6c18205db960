import { smokeCheck, tryPhone } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/fits-a-phone',
  title: 'every page fits a phone and shows its landmark there',
  effect: 'read',
  severity: 'critical',
  why: 'Many visitors use a phone.',
  remedy: "Open the page at a phone's width; the element that is too wide is named.",
  async verify({ smoke, openTab, count }) {
    const pages = smoke.pages.filter(({ signedIn }) => signedIn !== true);
    count('pages', pages.length);
    return (await Promise.all(pages.map((page) => tryPhone(openTab, smoke, page)))).flat();
  },
});
