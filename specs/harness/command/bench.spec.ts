import path from 'node:path';
import { expect, test } from 'vitest';
import { allFigures, figureFamilies, figuresNamed, ownFamilies } from '../../../bench/figure-families.ts';
import { repository, startTool } from './tools.ts';

const bench = (...words: string[]) => startTool(path.join(repository, 'bench/run.ts'), words).ended;

test('each family that has figures of its own can be named alone', async () => {
  const { exitCode, stdout } = await bench('--help');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('[FAMILY]…');
  expect(stdout).toContain(ownFamilies.join(', '));
});

test('each ratio can be named alone, and each family of them', async () => {
  const { stdout } = await bench('--help');
  expect(stdout).toContain(allFigures.join(', '));
  expect(figureFamilies.flatMap(figuresNamed)).toEqual(allFigures);
  expect(allFigures.flatMap(figuresNamed)).toEqual(allFigures);
});

test('a ratio that there is not is a mistake before anything is measured', async () => {
  const { exitCode, stderr } = await bench('--anyway', '--only', 'refrences');
  expect(exitCode).toBe(78);
  expect(stderr).toContain('references');
  expect(stderr).toContain('received refrences');
});

test('a word that names none is a mistake before anything is measured', async () => {
  const { exitCode, stderr } = await bench('wroker');
  expect(exitCode).toBe(78);
  expect(stderr).toContain("Unexpected argument 'wroker'");
});

test('ratios and figures of its own are not asked for together', async () => {
  const { exitCode, stderr } = await bench('worker', '--only', 'network');
  expect(exitCode).toBe(78);
  expect(stderr).toContain('--only');
});
