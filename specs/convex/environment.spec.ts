import { posix } from 'node:path';
import { check, NotVerified } from '../../support/check/index.ts';
import {
  backendSourceOf,
  componentVariablesOf,
  deployedVariables,
  expectedBackend,
  openPlace,
  requireAnswer,
  requireInstalled,
  requireResolved,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';
import { judgeVariables } from './environment.judge.ts';

check({
  id: 'convex/environment',
  title: 'every variable that functions need is set in the deployment',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A function fails without a variable that it needs, or sends users to an empty address.',
  remedy: 'Set the variable: npx convex env set NAME value.',
  needs: ['platforms.convex.backend.source'],
  subjects: ({ backends }) => backends.filter(({ backend }) => backend && 'source' in backend),
  sends: { to: ['convex'], requests: 3 },
  async verify({ subject: convex, read, count }) {
    const [{ source, shown }, components, set, name] = await Promise.all([
      read(expectedBackend, backendSourceOf(convex)),
      componentVariablesOf(backendSourceOf(convex).source, read),
      read(deployedVariables, convex),
      requireAnswer(convex, read),
    ]);
    const reads = source?.syntax.variables ?? [];
    const [unparsed] = source?.syntax.unparsed ?? [];
    if (unparsed)
      throw new NotVerified(
        `${posix.join(shown, unparsed.file)}:${unparsed.line}:${unparsed.column} cannot be parsed (${unparsed.reason}), so the variables that it reads are not known`,
      );
    count('modules of the source', source?.modules ?? 0);
    count('variables read', new Set(reads.map((each) => each.name)).size);
    count(
      'variables read by components',
      new Set(components.reads.map((each) => `${each.component} ${each.name}`)).size,
    );
    const packages = source?.packages.reads ?? [];
    count('variables read by packages', new Set(packages.map((each) => each.name)).size);
    count('packages that read a variable which only run time names', source?.packages.open.length ?? 0);
    const findings = judgeVariables({
      reads,
      packages,
      components: components.reads,
      shown,
      optional: convex.optionalVariables,
      set,
      deployment: shownDeployment(name, convex),
    });
    if (findings.length > 0) return findings;

    requireInstalled(source, shown);
    const open = [...(source?.syntax.openVariables ?? []), ...components.open];
    const places = open.map((each) => openPlace(each, shown, each.reason));
    const accepted = requireResolved({ what: ['variable', 'variables'], places }, convex.unresolved);
    count('variables that are resolved only at run time and accepted', accepted);
    return findings;
  },
});
