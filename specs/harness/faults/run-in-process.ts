import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type DeclaredCheck, enterSession, Session } from '../../../support/check/session.ts';
import { exitCodes } from '../../../support/command/exit-code.ts';
import {
  ConfigurationError,
  type LoadedDeployment,
  loadDeployment,
  type Profile,
  projectReports,
  resolveProfile,
} from '../../../support/profile/index.ts';
import { forgetSecrets } from '../../../support/redaction/redact.ts';
import { onCallFacts } from '../../../support/report/on-call/facts.ts';
import { checkNames } from '../../../support/report/runners/check-names.ts';
import { concludeRun } from '../../../support/report/runners/conclude-run.ts';
import { auditProject, specsOf } from '../../../support/report/runners/projects.ts';
import { verdictSubject } from '../../../support/report/runners/verdict-subject.ts';
import type { Verdict } from '../../../support/report/verdict/verdict.ts';
import { readVerdict, verdictFileName } from '../../../support/report/verdict/verdict-file.ts';
import { sampleProfile } from '../check/sample-profile.ts';
import { requirePublishedForm } from '../report/published/published-form.ts';
import type { PlantedProject } from './plant-fault.ts';
import { readTwinBackendOnce } from './read-backend-once.ts';

/** What a run said, wrote, and ended with. */
export interface Run {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** Undefined where none was written that can be read. */
  verdict: Verdict | undefined;
}

const root = path.join(import.meta.dirname, '../../..');
const collected = new Map<string, Promise<readonly DeclaredCheck[]>>();

/**
 * Runs the checks of a project on a deployment in this process, as `npx vitest run --project …` does in its own: the specs on disk,
 * one session, the same verdict and reports. One run at a time: secrets are registered for the whole process.
 */
export async function runInProcess(
  { configFile, variables, project }: PlantedProject,
  { strict = false, verbose = true }: { strict?: boolean; verbose?: boolean } = {},
): Promise<Run> {
  readTwinBackendOnce();
  const checks = await checksOf(project);
  forgetSecrets();
  using said = captureStderr();
  try {
    const loaded = await loadDeployment(configFile);
    const profiles = profilesOf(loaded, project, variables);
    checkNames(loaded);
    const run = await judge({ loaded, profiles, checks, project, strict, verbose });
    return { ...run, stderr: said.text };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { exitCode: exitCodes.configuration, stdout: '', stderr: error.message, verdict: undefined };
  } finally {
    forgetSecrets();
  }
}

function profilesOf(loaded: LoadedDeployment, project: string, variables: Record<string, string>): Profile[] {
  const isAudit = project === auditProject;
  const environments = isAudit ? Object.keys(loaded.deployment.environments) : [project];
  return environments.map((name) => resolveProfile(loaded, name, { variables, spanning: isAudit }));
}

interface Judged {
  loaded: LoadedDeployment;
  profiles: readonly Profile[];
  checks: readonly DeclaredCheck[];
  project: string;
  strict: boolean;
  /** Every check on standard output, and not only what is wrong. */
  verbose: boolean;
}

async function judge({ loaded, profiles, checks, project, strict, verbose }: Judged): Promise<Omit<Run, 'stderr'>> {
  const startedAt = new Date().toISOString();
  await using session = new Session({ profiles, files: [], audit: project === auditProject });
  for (const { definition, place } of checks) session.add(definition, place);
  await session.start();
  const outcomes = await Promise.all(
    checks.flatMap(({ definition }) => profiles.map(({ environment }) => session.outcome(definition, environment))),
  );

  const reportsDirectory = projectReports(loaded, project);
  // The commit of this repository says nothing about a planted deployment.
  const subject = verdictSubject(loaded, [project], null);
  let stdout = '';
  const exitCode = concludeRun(
    { state: 'complete', startedAt, finishedAt: new Date().toISOString(), breakages: [], outcomes },
    {
      subject: { ...subject, strict: strict || loaded.deployment.strict },
      reportsDirectory,
      onCall: onCallFacts(loaded, subject.environments),
      color: false,
      verbose,
      print: (text) => {
        stdout += text;
      },
    },
  );
  const file = path.join(reportsDirectory, verdictFileName);
  const verdict = readVerdict(file);
  if (!('unreadable' in verdict)) requirePublishedForm(readFileSync(file, 'utf8'));
  return { exitCode, stdout, verdict: 'unreadable' in verdict ? undefined : verdict };
}

/** The checks that the specs of a project declare. A spec is evaluated once: it declares data, and keeps nothing of a run. */
function checksOf(project: string): Promise<readonly DeclaredCheck[]> {
  const known = collected.get(project) ?? collect(project);
  collected.set(project, known);
  return known;
}

async function collect(project: string): Promise<readonly DeclaredCheck[]> {
  const files = globSync(specsOf(project), {
    cwd: root,
    exclude: ['specs/harness/**', 'specs/containers/**', 'specs/smoke/**'],
  }).map((file) => path.join(root, file));
  // Loading every spec takes a busy machine longer than a check of the samples may take.
  const profile = sampleProfile();
  const patient = { ...profile, limits: { ...profile.limits, checkMs: 120_000 } };
  await using session = new Session({ profiles: [patient], files, audit: false });
  enterSession(session);
  try {
    await session.collect();
  } finally {
    enterSession(undefined);
  }
  if (session.checks.length !== files.length)
    throw new Error(`${files.length} specs declare ${session.checks.length} checks`);
  return session.checks;
}

/** What is written to standard error meanwhile: it belongs to the run, and not to the harness. */
function captureStderr(): Disposable & { readonly text: string } {
  const write = process.stderr.write;
  let text = '';
  process.stderr.write = (chunk: string | Uint8Array) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  return {
    get text() {
      return text;
    },
    [Symbol.dispose]() {
      process.stderr.write = write;
    },
  };
}
