import { judgeOpened, judgeWrites, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/opening-writes-nothing',
  title: 'a page that is only opened calls no Convex mutation and no action',
  effect: 'read',
  severity: 'critical',
  why: 'Search engines, previews and these tests open pages; what writes then fills the data with things that nobody did.',
  remedy: 'Write when somebody does something, or name the function in platforms.smoke.writesOnOpening.',
  appliesTo: ({ convex }) => convex !== undefined || 'the deployment has no Convex',
  async verify({ smoke, openPages, count }) {
    const readings = await openPages();
    count('pages', readings.length);
    return readings.flatMap((reading) => [
      ...judgeOpened(reading),
      ...judgeWrites(reading.url, reading.watch.convex.calls(), smoke.writesOnOpening),
    ]);
  },
});
