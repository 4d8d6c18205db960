import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import {
  backendSourceOf,
  componentFunctions,
  expectedBackend,
  mountedComponents,
  openPlace,
  requireAnswer,
  requireResolved,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';
import { judgeComponents } from './components-present.judge.ts';

check({
  id: 'convex/components-present',
  title: 'every component that the backend calls is mounted in the deployment, with the functions that are called',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A function that calls a component which is not mounted fails as if its own code were missing.',
  remedy: 'Install the component in convex.config.ts and deploy the backend.',
  needs: ['platforms.convex.backend.source'],
  subjects: ({ backends }) => backends.filter(({ backend }) => backend && 'source' in backend),
  sends: { to: ['convex'], requests: 64, bound: 'one for each component that the backend calls' },
  async verify({ subject: convex, read, count }) {
    const { source, shown } = await read(expectedBackend, backendSourceOf(convex));
    const [unparsed] = source?.syntax.unparsed ?? [];
    if (unparsed)
      throw new NotVerified(`${shown}/${unparsed.file}:${unparsed.line} cannot be parsed (${unparsed.reason})`);
    const used = source?.syntax.components ?? [];
    const open = (source?.syntax.unresolved ?? []).filter(({ ofComponents }) => ofComponents);
    if (used.length === 0 && open.length === 0) throw new NotApplicable(`no module of ${shown} calls a component`);
    const [mounted, name] = await Promise.all([read(mountedComponents, convex), requireAnswer(convex, read)]);
    count('calls of components', used.length);
    const called = source?.syntax.componentCalls ?? [];
    const names = new Set(called.map(({ component }) => component));
    const active = mounted.filter(({ path, state }) => state === 'active' && names.has(path));
    const asked = await Promise.all(
      active.map(async ({ path, id }) => {
        const answer = read(componentFunctions, { convex, id: idOf(path, id) });
        return { path, functions: await answer.catch(unread) };
      }),
    );
    count('calls of their functions', called.length);
    const findings = judgeComponents({
      used,
      called,
      shown,
      mounted,
      functions: new Map(
        asked.flatMap(({ path, functions }) => ('reason' in functions ? [] : [[path, functions] as const])),
      ),
      deployment: shownDeployment(name, convex),
      deployCommand: convex.deployCommand,
    });
    if (findings.length > 0) return findings;
    for (const { path, functions } of asked)
      if ('reason' in functions)
        throw new NotVerified(
          `which functions the component ${path} has is not known, so the calls of it were not compared: ${functions.reason}`,
          functions.enable,
        );

    const places = open.map((each) => openPlace(each, shown, each.reason));
    const accepted = requireResolved({ what: ['reference', 'references'], places }, convex.unresolved);
    count('references that are resolved only at run time and accepted', accepted);
    return findings;
  },
});

/** One component that does not say what it has keeps nothing from the findings of the others. */
function unread(error: unknown): { reason: string; enable: string | undefined } {
  if (error instanceof NotVerified) return { reason: error.message, enable: error.enable };
  throw error;
}

function idOf(path: string, id: string | undefined): string {
  if (id !== undefined) return id;
  throw new NotVerified(`the deployment lists the component ${path} without its id, so its functions are not known`);
}
