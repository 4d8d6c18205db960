import { publicPages, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/fits-a-phone',
  title: 'every page fits a phone and shows its landmark there',
  effect: 'read',
  severity: 'critical',
  why: 'Many visitors use a phone.',
  remedy: "Open the page at a phone's width; the element that is too wide is named.",
  verify({ smoke, trial, count }) {
    count('pages', publicPages(smoke).length);
    return trial('fits-a-phone');
  },
});
