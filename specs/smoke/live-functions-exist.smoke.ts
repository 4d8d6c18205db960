import {
  backendOfSite,
  backendsOfSite,
  deployedFunctions,
  judgeLiveFunctions,
  judgeOpened,
  knownSource,
  smokeCheck,
  whyNoCalls,
} from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/live-functions-exist',
  title: 'every Convex function that a live page calls exists and answers',
  effect: 'read',
  severity: 'critical',
  first: true,
  why: 'Source and bundles show what a page may call; only its traffic shows what it does call and what it gets back.',
  remedy: 'Deploy the backend that the live site was built for.',
  async verify({ profile, openPages, read, count }) {
    const convex = backendOfSite(profile);
    const readings = await openPages();
    // The deployment's own answers speak without it; the list says more where an error is redacted.
    const deployed = convex && (await read(deployedFunctions, convex).catch(() => undefined));
    const source = await knownSource(convex, read);
    const findings = readings.flatMap((reading) => [
      ...judgeOpened(reading),
      ...judgeLiveFunctions({
        url: reading.url,
        calls: reading.watch.convex.calls(),
        deployed,
        deployCommand: convex?.deployCommand ?? 'npx convex deploy --yes',
        source,
      }),
    ]);
    const calls = readings.flatMap(({ watch }) => watch.convex.calls());
    count('calls', calls.length);
    if (findings.length === 0 && calls.length === 0)
      throw whyNoCalls({
        connected: readings.map(({ watch }) => new Set(watch.connections.keys())),
        backends: backendsOfSite(profile).map(({ url, liveSite }) => ({
          origin: url.url.origin,
          isCalledByBrowser: liveSite,
        })),
      });
    return findings;
  },
});
