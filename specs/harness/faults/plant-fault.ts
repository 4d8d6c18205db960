import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Fault } from '../../../fixtures/faults/fault.ts';
import { startTwin } from '../../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../../fixtures/twin/write-project.ts';

/** A project whose deployment has the fault in it. */
export interface PlantedProject {
  configFile: string;
  /** The credentials that a run on it is given. */
  variables: Record<string, string>;
  project: 'prod' | 'staging' | 'dev' | 'isolation';
}

/**
 * No fault is one of time, unless its own config says so: on a machine that is busy with other things, a healthy twin may take
 * long to answer.
 */
function patient(config: string): string {
  const bounded = config.includes('healthLatency:')
    ? config
    : config.replace("testClock: '/clock',", '$&\n      healthLatency: { medianMs: 60_000, p95Ms: 60_000 },');
  return bounded.replace('  platforms: {\n', '  limits: { checkMs: 100_000 },\n$&');
}

/** Starts a twin with the fault in it, writes its project, and takes both down when the work is done. */
export async function withPlantedFault<Result>(
  fault: Fault,
  work: (planted: PlantedProject) => Promise<Result>,
): Promise<Result> {
  await using twin = await startTwin(fault.twin);
  await fault.afterStart?.(twin);
  await using beside = await fault.beside?.(twin);
  const directory = await mkdtemp(path.join(os.tmpdir(), 'airlock-fault-'));
  try {
    const { configFile, keys } = writeTwinProject(
      directory,
      twin,
      (text) => [fault.table, beside?.table].reduce((edited, edit) => edit?.(edited) ?? edited, text),
      (text) => [fault.config, beside?.config, patient].reduce((edited, edit) => edit?.(edited) ?? edited, text),
    );
    for (const [file, text] of Object.entries({ ...fault.files?.(twin), ...beside?.files })) {
      await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
      await writeFile(path.join(directory, file), text);
    }
    await fault.prepare?.(directory, twin);
    return await work({ configFile, variables: fault.keys?.(keys) ?? keys, project: fault.project ?? 'prod' });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
