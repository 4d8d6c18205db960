import { posix } from 'node:path';
import { check, NotVerified, type Read } from '../../support/check/index.ts';
import {
  backendSourceOf,
  calledAt,
  componentFunctions,
  componentSources,
  deployedFunctions,
  expectedBackend,
  judgePresence,
  mountedComponents,
  type OwnComponentSource,
  openPlace,
  requireAnswer,
  requireResolved,
  settleTexts,
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
  sends: { to: ['convex'], requests: 64, bound: "one for each component of the team's own" },
  async verify({ subject: convex, read, count }) {
    const backend = backendSourceOf(convex);
    const [{ source, shown }, deployed, name, components] = await Promise.all([
      read(expectedBackend, backend),
      read(deployedFunctions, convex),
      requireAnswer(convex, read),
      read(componentSources, backend.source),
    ]);
    const parts: Part[] = [
      { shown, syntax: source?.syntax, deployed, deployment: shownDeployment(name, convex) },
      ...(await partsOf(components, { convex, read, name })),
    ];
    for (const part of parts) requireParsed(part);
    count('modules of the source', source?.modules ?? 0);
    count('calls inside the backend', source?.syntax.references.length ?? 0);
    count('calls inside components', components.flatMap(({ syntax }) => syntax.references).length);
    const settled = parts.map(({ shown: folder, syntax, ...part }) => ({
      ...part,
      ...settleTexts(
        {
          calls: (syntax?.references ?? []).map((each) => calledAt(each, folder)),
          open: (syntax?.unresolved ?? []).map((each) => openPlace(each, folder, each.reason)),
        },
        part.deployed,
      ),
    }));
    const findings = settled.flatMap((part) =>
      judgePresence({ ...part, deployCommand: convex.deployCommand, verb: 'is called by the backend itself' }),
    );
    if (findings.length > 0) return findings;

    const places = settled.flatMap(({ open }) => open);
    const accepted = requireResolved({ what: ['reference', 'references'], places }, convex.unresolved);
    count('references that are resolved only at run time and accepted', accepted);
    return findings;
  },
});

/** The backend, or a component of the team's own: what its code calls, and what is deployed of it. */
interface Part {
  shown: string;
  syntax: OwnComponentSource['syntax'] | undefined;
  deployed: Parameters<typeof judgePresence>[0]['deployed'];
  deployment: string;
}

/** The components that are mounted in the deployment. Of the others, `components-present` tells. */
async function partsOf(
  components: readonly OwnComponentSource[],
  { convex, read, name }: { convex: Parameters<typeof componentFunctions.read>[0]['convex']; read: Read; name: string },
): Promise<Part[]> {
  const calling = components.filter(({ syntax }) => syntax.references.length + syntax.unresolved.length > 0);
  if (calling.length === 0) return [];
  const mounted = await read(mountedComponents, convex);
  const parts = calling.map(async ({ name: own, shown, syntax }): Promise<Part[]> => {
    const id = mounted.find(({ path, state }) => path === own && state === 'active')?.id;
    if (id === undefined) return [];
    const deployed = await read(componentFunctions, { convex, id });
    return [{ shown, syntax, deployed, deployment: `the component ${own} of ${shownDeployment(name, convex)}` }];
  });
  return (await Promise.all(parts)).flat();
}

/** @throws NotVerified for a file that cannot be parsed */
function requireParsed({ shown, syntax }: Part): void {
  const [unparsed] = syntax?.unparsed ?? [];
  if (unparsed)
    throw new NotVerified(`${posix.join(shown, unparsed.file)}:${unparsed.line} cannot be parsed (${unparsed.reason})`);
}
