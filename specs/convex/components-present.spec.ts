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
    const functions = await Promise.all(
      active.map(
        async ({ path, id }) => [path, await read(componentFunctions, { convex, id: idOf(path, id) })] as const,
      ),
    );
    count('calls of their functions', called.length);
    const findings = judgeComponents({
      used,
      called,
      shown,
      mounted,
      functions: new Map(functions),
      deployment: shownDeployment(name, convex),
      deployCommand: convex.deployCommand,
    });
    if (findings.length > 0) return findings;

    const places = open.map((each) => openPlace(each, shown, each.reason));
    const accepted = requireResolved({ what: ['reference', 'references'], places }, convex.unresolved);
    count('references that are resolved only at run time and accepted', accepted);
    return findings;
  },
});

function idOf(path: string, id: string | undefined): string {
  if (id !== undefined) return id;
  throw new NotVerified(`the deployment lists the component ${path} without its id, so its functions are not known`);
}
