import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import type { FaultResult } from './fault-record.ts';
import { figuresOf, wordFigures } from './format-faults.ts';

const root = path.join(import.meta.dirname, '../../..');

/** The reporter of `npm run faults`: prints the figures, and writes `reports/faults.json`. */
export default class PublishFaults implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>): void {
    const results = modules.flatMap((module) => [...module.children.allTests()].flatMap(resultOf));
    const figures = figuresOf(results);
    mkdirSync(path.join(root, 'reports'), { recursive: true });
    writeFileSync(path.join(root, 'reports/faults.json'), `${JSON.stringify({ figures, faults: results }, null, 2)}\n`);
    process.stdout.write(`\n${wordFigures(figures)}`);
  }
}

function resultOf(test: { meta(): { fault?: unknown }; result(): { state: string } }): FaultResult[] {
  const { fault } = test.meta() as { fault?: FaultResult };
  return fault === undefined ? [] : [{ ...fault, isAsDeclared: test.result().state === 'passed' }];
}
