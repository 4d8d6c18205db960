import { publicPages, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/navigates',
  title: 'every page opens by its own address, after a reload, and with back and forward',
  effect: 'read',
  severity: 'critical',
  why: 'A page that only opens from within the site is broken for anyone who reloads it or follows a link to it.',
  remedy: 'Serve every address of the site directly, and keep the state that a page needs in its address.',
  verify({ smoke, trial, count }) {
    count('pages', publicPages(smoke).length);
    return trial('navigates');
  },
});
