import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Fault } from '../../../fixtures/faults/fault.ts';
import { startTwin } from '../../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../../fixtures/twin/write-project.ts';
import { type GateRun, runGate } from '../bad-input/run-gate.ts';

/** Starts a twin with the fault in it and runs the gate on it, as a user would after a deploy. */
export async function plantFault(fault: Fault, project: string = fault.project ?? 'prod'): Promise<GateRun> {
  await using twin = await startTwin(fault.twin);
  await fault.afterStart?.(twin);
  await using beside = await fault.beside?.(twin);
  const directory = await mkdtemp(path.join(os.tmpdir(), 'airlock-fault-'));
  try {
    const { configFile, keys } = writeTwinProject(
      directory,
      twin,
      (text) => [fault.table, beside?.table].reduce((edited, edit) => edit?.(edited) ?? edited, text),
      (text) => [fault.config, beside?.config].reduce((edited, edit) => edit?.(edited) ?? edited, text),
    );
    for (const [file, text] of Object.entries(fault.files?.(twin) ?? {})) {
      await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
      await writeFile(path.join(directory, file), text);
    }
    await fault.prepare?.(directory, twin);
    return await runGate({ configFile, variables: fault.keys?.(keys) ?? keys, project });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
