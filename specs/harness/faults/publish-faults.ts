import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { exitCodes } from '../../../support/command/exit-code.ts';
import { allRecords } from './all-records.ts';
import type { FaultResult } from './fault-record.ts';
import { figuresOf, wordFigures } from './format-faults.ts';

const root = path.join(import.meta.dirname, '../../..');

/** The reporter of `npm run faults`: prints the figures, writes `reports/faults.json`, and ends with 3 where a fault was not planted. */
export default class PublishFaults implements Reporter {
  async onTestRunEnd(modules: ReadonlyArray<TestModule>): Promise<void> {
    const results = modules.flatMap((module) => [...module.children.allTests()].flatMap(resultOf));
    const figures = figuresOf(results, await allRecords());
    mkdirSync(path.join(root, 'reports'), { recursive: true });
    writeFileSync(path.join(root, 'reports/faults.json'), `${JSON.stringify({ figures, faults: results }, null, 2)}\n`);
    process.stdout.write(`\n${wordFigures(figures)}`);
    // A fault that was not planted proves nothing, whatever the others show.
    if (figures.notPlanted.length > 0) process.exitCode ||= exitCodes.notVerified;
  }
}

function resultOf(test: { meta(): { fault?: unknown }; result(): { state: string } }): FaultResult[] {
  const { fault } = test.meta() as { fault?: FaultResult };
  return fault === undefined ? [] : [{ ...fault, isAsDeclared: test.result().state === 'passed' }];
}
