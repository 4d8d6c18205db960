import { writeAtomically } from '../support/files/write-atomically.ts';
import { benchAuditGrowth } from './audit-growth.ts';
import { benchContract } from './contract.ts';
import { benchDrift } from './drift.ts';
import { allFigures, type FigureName, type OwnFamily, ownFamilies } from './figure-families.ts';
import { benchAudit, benchIsolation } from './isolation.ts';
import { countAlarms } from './smoke.ts';
import { benchSuiteOverhead } from './suite-overhead.ts';
import { benchTable } from './table.ts';
import { benchWorker } from './worker.ts';
import { measureFigures } from './yardsticks/measure-figures.ts';
import { type Figure, formatFigure } from './yardsticks/pairs.ts';

const healthyRuns = 20;

/** What each measures beside the ratios. */
const ownMeasurements: Readonly<Record<OwnFamily, () => Promise<object>>> = {
  table: measureTable,
  overhead: measureOverhead,
  worker: () => ofFamily('worker', benchWorker),
  contract: () => ofFamily('contract', benchContract),
  drift: () => ofFamily('drift', benchDrift),
  smoke: () => ofFamily('smoke', async () => ({ healthyRuns, alarms: await countAlarms(healthyRuns) })),
  isolation: () => ofFamily('isolation', () => benchIsolation()),
  audit: () => ofFamily('audit', benchAudit),
  auditGrowth: () => ofFamily('audit growth', () => benchAuditGrowth()),
};

/**
 * Measures everything, prints ratios within this run, and writes `reports/bench.json`. Not a test: a slow result does not fail.
 * Takes several minutes.
 * @returns how many figures could not be measured
 */
export async function measureAll(): Promise<number> {
  const { figures, unmeasured } = await measureFigures(allFigures, tellFigure);
  const measured: Record<string, object> = { figures };
  for (const family of ownFamilies) measured[family] = await ownMeasurements[family]();

  writeAtomically(
    'reports/bench.json',
    `${JSON.stringify({ measuredAt: new Date().toISOString(), ...measured }, null, 2)}\n`,
  );
  return unmeasured;
}

/** Measures what the families that are named have beside the ratios, and writes no file. @returns how many could not be measured */
export async function measureOwn(families: readonly OwnFamily[]): Promise<number> {
  let unmeasured = 0;
  for (const family of families) {
    try {
      await ownMeasurements[family]();
    } catch (error) {
      tellFigure(error instanceof Error ? error : new Error(String(error)));
      unmeasured += 1;
    }
  }
  return unmeasured;
}

/** Measures these figures alone, and writes no file. @returns how many could not be measured */
export async function measureRatios(names: readonly FigureName[]): Promise<number> {
  return (await measureFigures(names, tellFigure)).unmeasured;
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
