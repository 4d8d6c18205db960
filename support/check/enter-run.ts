import { inject, TestRunner } from 'vitest';
import { guardRunTime } from '../http/guard-run-time.ts';
import type { LoadedDeployment } from '../profile/index.ts';
import { resolveProfiles } from '../profile/resolve-profile.ts';
import { check } from './check.ts';
import { enterChecks } from './declare.ts';
import { enterSession, Session } from './session.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The environments that this project looks at, and whether it is the audit that may look at several. */
    gate: { environments: string[]; audit: boolean };
    /** The config as the run has read it, which is data: it is parsed once, and not again in the worker. */
    loadedDeployment: LoadedDeployment;
    /** The addresses and keys of an embedded deployment, where the run started one. */
    embeddedVariables: Record<string, string> | null;
    /** The specs of the run and the name filter, as known when it starts. */
    runPlan: { id: string; files: string[]; namePattern?: { source: string; flags: string } };
  }
}

const slot = Symbol.for('airlock.sessions');
const shelf = globalThis as { [slot]?: Map<string, { run: string | undefined; session: Promise<Session> }> };

async function start(): Promise<Session> {
  const { environments, audit } = inject('gate');
  // `vitest list` tells no plan: the checks are named then, and none is started.
  const { id, files, namePattern } = inject('runPlan') ?? { files: [] };
  const embedded = inject('embeddedVariables');
  const loaded = inject('loadedDeployment');
  const session = new Session({
    // An embedded deployment is described by its own variables alone: those of the shell belong to some other one.
    profiles: resolveProfiles(loaded, environments, { ...(embedded && { variables: embedded }), spanning: audit }),
    files,
    audit,
    ...(id !== undefined && { planId: id }),
    ...(namePattern !== undefined && { namePattern: new RegExp(namePattern.source, namePattern.flags) }),
  });
  enterSession(session);
  await session.start();
  // A team's own tests in the specs that were collected have registered with the spec that is about to be run.
  TestRunner.getCurrentSuite().clear();
  return session;
}

/** Enters the session of the run that the next spec belongs to, and starts it where it is the first of its run. */
export async function enterRun(): Promise<void> {
  // From here on specs reach nothing but through the door.
  guardRunTime();
  enterChecks(check);
  // A worker may serve several projects: each one's run starts once.
  shelf[slot] ??= new Map();
  const gate = JSON.stringify(inject('gate'));
  // The plan's id is new with every run: what watch mode runs again is read again.
  const run = inject('runPlan')?.id;
  const former = shelf[slot].get(gate);
  if (former === undefined || former.run !== run) {
    shelf[slot].set(gate, { run, session: start() });
    const over = await former?.session.catch(() => undefined);
    await over?.[Symbol.asyncDispose]();
  }
  enterSession(await shelf[slot].get(gate)?.session);
}
