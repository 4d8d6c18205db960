import { judgeOpened, judgeWrites, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/opening-writes-nothing',
  title: 'opening a page calls no Convex mutation or action',
  effect: 'read',
  severity: 'critical',
  why: 'Search engines, link previews and these tests open pages; a page that writes on opening fills the data with actions nobody took.',
  remedy: 'Write on a user action, or list the function in platforms.smoke.writesOnOpening.',
  needs: ['platforms.smoke', 'platforms.convex'],
  async verify({ smoke, openPages, count }) {
    const readings = await openPages();
    count('pages', readings.length);
    return readings.flatMap((reading) => [
      ...judgeOpened(reading),
      ...judgeWrites(reading.url, reading.watch.convex.calls(), smoke.writesOnOpening),
    ]);
  },
});
