import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileVariables, startEventApi } from '../../../fixtures/event-api/start-event-api.ts';
import { startEventPostgres } from '../../../fixtures/event-api/start-event-postgres.ts';
import { writeEventApi } from '../../../fixtures/event-api/write-event-api.ts';
import type { EventApiFault } from '../../../fixtures/faults/event-api/event-api-fault.ts';
import type { PlantedProject } from './plant-fault.ts';

/** Writes the event API's project with the fault in it, and removes it when the work is done. */
export async function withFaultInEventApi<Result>(
  fault: EventApiFault,
  work: (planted: PlantedProject) => Promise<Result>,
): Promise<Result> {
  await using started = fault.services && (await startEventApi(fault.services));
  await using postgres = fault.postgres === undefined ? undefined : await startEventPostgres(fault);
  const directory = mkdtempSync(path.join(os.tmpdir(), 'airlock-event-api-'));
  try {
    const configFile = writeEventApi(directory, {
      services: fault.services !== undefined,
      databases: fault.services?.databases !== undefined || postgres !== undefined,
      github: fault.services?.github !== undefined,
    });
    if (postgres) writeFileSync(path.join(directory, 'database.pem'), postgres.certificate);
    plantInFiles(fault, directory);
    if (fault.tracked) {
      execFileSync('git', ['init', '-q', directory]);
      if (fault.tracked.length > 0) execFileSync('git', ['-C', directory, 'add', '-f', ...fault.tracked]);
    }
    return await work({
      configFile,
      variables: { ...(started?.variables ?? fileVariables), ...postgres?.variables },
      project: fault.project ?? 'prod',
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @throws Error where a text that is to be changed is not there: the fault would not be planted */
function plantInFiles({ edits = {}, files = {} }: EventApiFault, directory: string): void {
  for (const [name, changes] of Object.entries(edits)) {
    const file = path.join(directory, name);
    const changed = changes.reduce(
      (text, [from, to]) => {
        if (!text.includes(from)) throw new Error(`${name} has no text ${JSON.stringify(from)}`);
        return text.replace(from, () => to);
      },
      readFileSync(file, 'utf8'),
    );
    writeFileSync(file, changed);
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
}
