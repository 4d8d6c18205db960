import { smokeCheck, tryNavigation } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/navigates',
  title: 'every page comes by its own address, after a reload, and on the way back and forward',
  effect: 'read',
  severity: 'critical',
  why: 'A page that only opens from within the site is lost to whoever reloads it or was sent its address.',
  remedy: 'Serve every address of the site by itself, and keep what a page needs in its address.',
  async verify({ smoke, openTab, count }) {
    const pages = smoke.pages.filter(({ signedIn }) => signedIn !== true);
    count('pages', pages.length);
    return tryNavigation(openTab, smoke, pages);
  },
});
