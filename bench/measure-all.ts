import { writeAtomically } from '../support/files/write-atomically.ts';
import { benchAuditGrowth } from './audit-growth.ts';
import { benchContract } from './contract.ts';
import { benchDrift } from './drift.ts';
import { type FigureFamily, figureFamilies } from './figure-families.ts';
import { benchAudit, benchIsolation } from './isolation.ts';
import { countAlarms } from './smoke.ts';
import { benchSuiteOverhead } from './suite-overhead.ts';
import { benchTable } from './table.ts';
import { benchWorker } from './worker.ts';
import { measureFigures } from './yardsticks/measure-figures.ts';
import { type Figure, formatFigure } from './yardsticks/pairs.ts';

const healthyRuns = 20;

/**
 * Measures everything, prints ratios within this run, and writes `reports/bench.json`. Not a test: a slow result does not fail.
 * Takes several minutes.
 * @returns how many figures could not be measured
 */
export async function measureAll(): Promise<number> {
  const { figures, unmeasured } = await measureFigures(figureFamilies, tellFigure);
  const measured = {
    figures,
    ...(await measureTable()),
    overhead: await measureOverhead(),
    worker: await ofFamily('worker', benchWorker),
    contract: await ofFamily('contract', benchContract),
    drift: await ofFamily('drift', benchDrift),
    smoke: await ofFamily('smoke', async () => ({ healthyRuns, alarms: await countAlarms(healthyRuns) })),
    isolation: await ofFamily('isolation', () => benchIsolation()),
    audit: await ofFamily('audit', benchAudit),
    auditGrowth: await ofFamily('audit growth', () => benchAuditGrowth()),
  };

  writeAtomically(
    'reports/bench.json',
    `${JSON.stringify({ measuredAt: new Date().toISOString(), ...measured }, null, 2)}\n`,
  );
  return unmeasured;
}

/** Measures the figures of one family alone, and writes no file. @returns how many could not be measured */
export async function measureFamily(family: FigureFamily): Promise<number> {
  return (await measureFigures([family], tellFigure)).unmeasured;
}

function tellFigure(figure: Figure | Error): void {
  const line = figure instanceof Error ? `not measured  ${figure.message}` : formatFigure(figure);
  process.stdout.write(`${line}\n`);
}

async function measureTable() {
  const table = await benchTable();
  for (const { rows, milliseconds, nanosecondsPerRow } of table) {
    process.stdout.write(
      `table          ${String(rows).padStart(7)} rows   ${milliseconds.toFixed(1).padStart(7)} ms   ${(nanosecondsPerRow / 1000).toFixed(2)} µs per row\n`,
    );
  }
  const [first, last] = [table[0], table.at(-1)];
  const growth = first && last ? last.nanosecondsPerRow / first.nanosecondsPerRow : Number.NaN;
  process.stdout.write(
    `table          a row of the largest takes ${growth.toFixed(2)} times as long as one of the smallest (linear: 1)\n`,
  );
  return { table, growth };
}

async function measureOverhead() {
  const overhead = await benchSuiteOverhead();
  process.stdout.write(
    `suite overhead 80 checks ${overhead.gateMs.toFixed(0)} ms, 80 empty tests ${overhead.floorMs.toFixed(0)} ms: ratio ${overhead.ratio.toFixed(2)} (aim: at most 1.2)\n`,
  );
  return overhead;
}

/** Measures one family, and prints its figures. */
async function ofFamily<Figures extends object>(name: string, measure: () => Promise<Figures>): Promise<Figures> {
  const measured = await measure();
  for (const [key, value] of Object.entries(measured)) {
    process.stdout.write(
      `${name.padEnd(14)} ${key}: ${typeof value === 'number' ? Number(value.toFixed(2)) : JSON.stringify(value)}\n`,
    );
  }
  return measured;
}
