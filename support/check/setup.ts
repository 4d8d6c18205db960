/** vitest's setup file of the gate projects: it starts every check of the run before the first spec is run. */
import { inject } from 'vitest';
import { loadDeployment, resolveProfile } from '../profile/index.ts';
import { enterSession, Session } from './session.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The environments that this project looks at, and whether it is the audit that may look at several. */
    gate: { environments: string[]; audit: boolean };
    /** The addresses and keys of an embedded deployment, where the run started one. */
    embeddedVariables: Record<string, string> | null;
    /** The specs of the run and the name filter, as known when it starts. */
    runPlan: { id: string; files: string[]; namePattern?: string };
  }
}

const slot = Symbol.for('airlock.sessions');
const shelf = globalThis as { [slot]?: Map<string, Promise<Session>> };

async function start(): Promise<Session> {
  const { environments, audit } = inject('gate');
  const { files, namePattern } = inject('runPlan');
  const embedded = inject('embeddedVariables');
  const loaded = await loadDeployment();
  const session = new Session({
    profiles: environments.map((environment) =>
      // An embedded deployment is described by its own variables alone: those of the shell belong to some other one.
      resolveProfile(loaded, environment, { ...(embedded && { variables: embedded }), spanning: audit }),
    ),
    files,
    audit,
    ...(namePattern !== undefined && { namePattern: new RegExp(namePattern) }),
  });
  enterSession(session);
  await session.start();
  return session;
}

// This file is evaluated before every spec, and a worker may serve several projects: each one's run starts once.
shelf[slot] ??= new Map();
// The plan's id is new with every run: what watch mode runs again is read again.
const run = JSON.stringify([inject('gate'), inject('runPlan').id]);
const session = shelf[slot].get(run) ?? start();
shelf[slot].set(run, session);
enterSession(await session);
