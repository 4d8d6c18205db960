import { posix } from 'node:path';
import { check, NotVerified } from '../../support/check/index.ts';
import {
  backendSourceOf,
  deployedFunctions,
  expectedBackend,
  judgePresence,
  requireAnswer,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';

check({
  id: 'convex/inside-calls-present',
  title: 'every function that the backend itself runs, schedules or puts into a cron exists in it',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A cron whose function is gone fails at night, in a log that nobody reads.',
  remedy: 'Deploy the backend whole.',
  needs: ['platforms.convex.backend.source'],
  subjects: ({ backends }) => backends.filter(({ backend }) => backend && 'source' in backend),
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
    count('references inside of the backend', calls.length);
    count('references and variables that only run time knows', source?.syntax.unresolved.length ?? 0);
    return judgePresence({
      calls,
      deployed,
      deployment: shownDeployment(name, convex),
      deployCommand: convex.deployCommand,
    }).map((finding) => ({
      ...finding,
      what: finding.what.replace(' is called, and ', ' is named by the backend, and '),
    }));
  },
});
