/** `npm run notify -- --env isolation --max-age 26h`: tells a webhook when the verdict changed, and when the audit did not run. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Door, type Fetch } from '../../http/index.ts';
import {
  ConfigurationError,
  formatConfigurationProblem,
  loadDeployment,
  type NotifyProfile,
  resolveProfile,
  type Setting,
} from '../../profile/index.ts';
import { redact, redactDeep } from '../../redaction/redact.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { jsonMessage, type MessageSubject, slackMessage } from '../formats/webhook-messages.ts';
import { auditProject } from '../runners/projects.ts';
import { exitCodes } from '../verdict/exit-code.ts';
import { judgeGate } from '../verdict/judge-gate.ts';
import type { Verdict } from '../verdict/verdict.ts';
import {
  type NotifyTarget,
  ToldVerdict,
  toldVerdict,
  type VerdictChange,
  verdictChange,
  withoutBehind,
} from '../verdict/verdict-change.ts';
import { readVerdict, verdictFileName } from '../verdict/verdict-file.ts';
import { writeReport } from '../verdict/write-report.ts';

const usage = 'npm run notify -- [--env isolation] [--max-age 26h] [--reports reports] [--state reports/told.json]';
const deadlineMs = 20_000;
const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

class CommandMistake extends Error {
  override readonly name = 'CommandMistake';
}

function commandOf(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        env: { ...text, default: 'isolation' },
        'max-age': text,
        reports: { ...text, default: 'reports' },
        state: text,
      },
    });
    const age = values['max-age'];
    const match = age === undefined ? undefined : /^(\d+)([smhd])$/.exec(age);
    if (match === null)
      throw new Error(`--max-age takes a number with s, m, h or d, as 26h; it was given ${age || 'nothing'}`);
    const maxAgeMs = match && Number(match[1]) * (unitMs[match[2] ?? ''] ?? Number.NaN);
    return {
      project: values.env,
      reports: values.reports,
      state: values.state ?? path.join(values.reports, 'told.json'),
      maxAgeMs,
    };
  } catch (error) {
    throw new CommandMistake((error as Error).message);
  }
}

function readTold(file: string): ToldVerdict | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return ToldVerdict.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    // What cannot be read was not told: better once too often.
    return undefined;
  }
}

/** Why the verdict does not count: there is none, it is of another project, it was cut off, or it is too old. */
function missingBecause(
  verdict: Verdict | { unreadable: string },
  project: string,
  maxAgeMs: number | undefined,
): string | undefined {
  if ('unreadable' in verdict) return `The audit did not run: ${verdict.unreadable}.`;
  const { sentence, open } = judgeGate(
    { ...verdict, exitCode: 0 },
    { project, now: new Date(), ...(maxAgeMs !== undefined && { maxAgeMs }) },
  );
  // A whole and fresh verdict that closed the gate is told as itself.
  const stale = !open && !/contradicts the outcomes/.test(sentence);
  return stale ? `The audit did not run as it has to: ${sentence.replace(/^Gate closed: /, '')}` : undefined;
}

async function run(argv: readonly string[]): Promise<number> {
  const { project, reports, state, maxAgeMs } = commandOf(argv);
  const loaded = await loadDeployment();
  const environments = Object.keys(loaded.deployment.environments);
  const known = [auditProject, ...environments];
  if (!known.includes(project))
    throw new CommandMistake(`--env ${project}: there is no such project. ${suggestName(project, known)}`);
  const [environment = ''] = environments;
  const { notify } = resolveProfile(loaded, environment);
  if (notify === undefined || (!notify.slack && !notify.webhook))
    throw new CommandMistake(
      'The deployment config names nobody to tell: add `notify: { slack: { key: … } }` or `notify: { webhook: { key: … } }`.',
    );
  const read = readVerdict(path.join(reports, verdictFileName));
  const verdict = 'unreadable' in read ? undefined : read;
  const now = toldVerdict(verdict, project, missingBecause(read, project, maxAgeMs));
  const last = readTold(state);
  const targets = targetsOf(notify);
  const messages = targets.flatMap((target): Message[] => {
    // One that did not take the last message still knows of the verdict before it.
    const before = last?.behind?.[target.name] === undefined ? last : (last.behind[target.name] ?? undefined);
    const change = verdictChange(before, now, verdict);
    return change === undefined ? [] : [{ ...target, before, change }];
  });
  const subject = { deployment: loaded.deployment.name, commit: verdict?.commit ?? null };
  const untold = await send(messages, subject);
  const behind = Object.fromEntries(untold.map(({ name, before }) => [name, before ? withoutBehind(before) : null]));
  const told: ToldVerdict = { ...now, ...(untold.length > 0 && { behind }) };
  writeReport(state, `${JSON.stringify(redactDeep(told), null, 2)}\n`);
  // Who cannot be reached is said at once, and not in the night in which there is something to tell.
  const unreachable = targets.flatMap(({ name, setting }) =>
    setting.isSet || untold.some((each) => each.name === name)
      ? []
      : [`There is no address for ${name}: ${setting.name} has no value.`],
  );
  if (untold.length + unreachable.length > 0)
    throw new Error([...untold.map(({ because }) => because), ...unreachable].join('\n'));
  process.stdout.write(
    `${messages.length === 0 ? 'Nothing changed; nobody was told.' : 'The verdict changed; it was told.'} ${redact(now.headline)}\n`,
  );
  return exitCodes.held;
}

interface Target {
  name: NotifyTarget;
  /** Its address, which may be missing. */
  setting: Setting;
  body: (subject: MessageSubject, change: VerdictChange) => unknown;
}

interface Message extends Target {
  /** The verdict of which this one was told last. */
  before: ToldVerdict | undefined;
  change: VerdictChange;
}

function targetsOf({ slack, webhook }: NotifyProfile): Target[] {
  return [
    ...(slack ? [{ name: 'slack' as const, setting: slack, body: slackMessage }] : []),
    ...(webhook ? [{ name: 'webhook' as const, setting: webhook, body: jsonMessage }] : []),
  ];
}

/** Tells each of them, whatever becomes of the others. @returns those who did not take their message, and why */
async function send(
  messages: readonly Message[],
  subject: MessageSubject,
): Promise<readonly (Message & { because: string })[]> {
  const origins = messages.flatMap(({ setting }) => originsOf(setting));
  await using door = new Door({
    origins,
    queries: [],
    runId: `airlock-notify-${process.pid}`,
    runSignal: AbortSignal.timeout(deadlineMs),
    bodyBytes: 64 * 1024,
  });
  const { fetch } = door.pass({ check: 'notify', effect: 'canary', signal: AbortSignal.timeout(deadlineMs) });
  const untold = messages.map(async (message) => {
    try {
      await post(fetch, message.setting.url, redactDeep(message.body(subject, message.change)));
      return [];
    } catch (error) {
      return [{ ...message, because: (error as Error).message }];
    }
  });
  return (await Promise.all(untold)).flat();
}

/** The origin of an address; none where it is missing or is no address, which posting there says. */
function originsOf(setting: Setting): { origin: string; environment: string }[] {
  try {
    return [{ origin: setting.url.origin, environment: 'notify' }];
  } catch {
    return [];
  }
}

async function post(fetch: Fetch, url: URL, body: unknown): Promise<void> {
  const response = await fetch(url.href, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`${url.origin} does not take the message: status ${response.status}`);
}

if (import.meta.main) {
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    const text =
      error instanceof ConfigurationError
        ? error.problems.map(formatConfigurationProblem).join('\n')
        : (error as Error).message;
    const isMistake = error instanceof CommandMistake || error instanceof ConfigurationError;
    process.stderr.write(
      `${redact(text)}${isMistake ? `\n  → ${usage}` : '\nWhat was not told is told by the next run.'}\n`,
    );
    process.exitCode = isMistake ? exitCodes.configuration : exitCodes.notVerified;
  }
}
