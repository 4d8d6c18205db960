import { posix } from 'node:path';
import { check, NotVerified } from '../../support/check/index.ts';
import {
  backendSourceOf,
  deployedFunctions,
  expectedBackend,
  judgePresence,
  openPlace,
  requireAnswer,
  requireResolved,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';

check({
  id: 'convex/inside-calls-present',
  title: 'every function that the backend itself calls, schedules or runs in a cron job is deployed',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A cron job without its function fails at night, in a log that nobody reads.',
  remedy: 'Deploy the whole backend.',
  needs: ['platforms.convex.backend.source'],
  subjects: ({ backends }) => backends.filter(({ backend }) => backend && 'source' in backend),
  sends: { to: ['convex'], requests: 3 },
  async verify({ subject: convex, read, count }) {
    const [{ source, shown }, deployed, name] = await Promise.all([
      read(expectedBackend, backendSourceOf(convex)),
      read(deployedFunctions, convex),
      requireAnswer(convex, read),
    ]);
    const [unparsed] = source?.syntax.unparsed ?? [];
    if (unparsed)
      throw new NotVerified(
        `${posix.join(shown, unparsed.file)}:${unparsed.line} cannot be parsed (${unparsed.reason})`,
      );
    const calls = (source?.syntax.references ?? []).map(({ path, file, line, column }) => ({
      path,
      place: `${posix.join(shown, file)}:${line}:${column}`,
    }));
    count('modules of the source', source?.modules ?? 0);
    count('calls inside the backend', calls.length);
    const findings = judgePresence({
      calls,
      deployed,
      deployment: shownDeployment(name, convex),
      deployCommand: convex.deployCommand,
      verb: 'is called by the backend itself',
    });
    if (findings.length > 0) return findings;

    const places = (source?.syntax.unresolved ?? []).map((each) => openPlace(each, shown, each.reason));
    const accepted = requireResolved({ what: ['reference', 'references'], places }, convex.unresolved);
    count('references that are resolved only at run time and accepted', accepted);
    return findings;
  },
});
