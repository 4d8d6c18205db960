import { homesOf, judgeConnections, judgeOpened, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/connects-home',
  title: 'every page connects only to its own environment and to listed third parties',
  effect: 'read',
  severity: 'critical',
  why: "A production page that talks to another environment's backend shows and writes the wrong data.",
  remedy:
    'Build the site with the addresses of this environment, or list the third party in platforms.smoke.thirdParties.',
  async verify({ profile, openPages, count }) {
    const readings = await openPages();
    const foreign = new Map(profile.others.flatMap((other) => [...homesOf(other)]));
    for (const { watch } of readings) count('hosts', watch.connections.size);
    return readings.flatMap((reading) => [
      ...judgeOpened(reading),
      ...judgeConnections(reading, homesOf(profile), foreign),
    ]);
  },
});
