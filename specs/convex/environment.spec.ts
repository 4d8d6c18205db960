import { posix } from 'node:path';
import { check, NotVerified } from '../../support/check/index.ts';
import {
  backendSourceOf,
  deployedVariables,
  expectedBackend,
  requireAnswer,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';
import { judgeVariables } from './environment.judge.ts';

check({
  id: 'convex/environment',
  title: 'every variable that functions read is set in the deployment',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A function without its variable fails, or sends its users to an address that is empty.',
  remedy: 'Set the variable: npx convex env set NAME value.',
  needs: ['platforms.convex.backend.source'],
  subjects: ({ backends }) => backends.filter(({ backend }) => backend && 'source' in backend),
  async verify({ subject: convex, read, count }) {
    const [{ source, shown }, set, name] = await Promise.all([
      read(expectedBackend, backendSourceOf(convex)),
      read(deployedVariables, convex),
      requireAnswer(convex, read),
    ]);
    const reads = source?.syntax.variables ?? [];
    const [unparsed] = source?.syntax.unparsed ?? [];
    if (unparsed)
      throw new NotVerified(
        `${posix.join(shown, unparsed.file)}:${unparsed.line}:${unparsed.column} cannot be parsed (${unparsed.reason}); it may read variables that nobody sees`,
      );
    count('modules of the source', source?.modules ?? 0);
    count('variables read', new Set(reads.map((each) => each.name)).size);
    count('references and variables that only run time knows', source?.syntax.unresolved.length ?? 0);
    return judgeVariables({
      reads,
      shown,
      optional: convex.optionalVariables,
      set,
      deployment: shownDeployment(name, convex),
    });
  },
});
