/** `npm run notify`: tells a webhook when the verdict changed, and when the audit did not run. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { text, textWithDefault } from '../../command/option.ts';
import { say } from '../../command/print.ts';
import { StopError } from '../../command/stop-error.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { Door, type Fetch } from '../../http/index.ts';
import { type NotifyProfile, resolveProfile, type Setting } from '../../profile/index.ts';
import { redactDeep } from '../../redaction/redact.ts';
import { jsonMessage, type MessageSubject, slackMessage } from '../formats/webhook-messages.ts';
import { auditProject } from '../runners/projects.ts';
import { verdictProblem } from '../verdict/judge-gate.ts';
import type { Verdict } from '../verdict/verdict.ts';
import {
  type NotifyTarget,
  ToldVerdict,
  toldVerdict,
  type VerdictChange,
  verdictChange,
  withoutBehind,
} from '../verdict/verdict-change.ts';
import { writeReport } from '../verdict/write-report.ts';
import { type VerdictInForce, verdictInForce, verdictOptions, withoutOption } from './verdict-in-force.ts';

const deadlineMs = 20_000;

function readTold(file: string): ToldVerdict | undefined {
  if (!existsSync(file)) return undefined;
  // An unreadable state counts as never sent: better once too often.
  return ToldVerdict.safeParse(jsonIn(readFileSync(file, 'utf8'))).data;
}

/** Why the verdict does not count: there is none, it is of something else, it was cut off, or it is too old. */
function missingBecause({ read, question }: VerdictInForce): string | undefined {
  if ('unreadable' in read) return `The audit did not run: ${read.unreadable}.`;

  const problem = verdictProblem(read, question);
  return problem === undefined ? undefined : `The audit did not run as expected: ${problem}.`;
}

/** The messages that are due. */
interface Told {
  targets: readonly Target[];
  messages: readonly Message[];
  now: ToldVerdict;
}

function whatToTell(notify: NotifyProfile, last: ToldVerdict | undefined, now: ToldVerdict, verdict?: Verdict): Told {
  const targets = targetsOf(notify);
  const messages = targets.flatMap((target): Message[] => {
    // A target that did not take the last message still knows the verdict before it.
    const before = last?.behind?.[target.name] === undefined ? last : (last.behind[target.name] ?? undefined);
    const change = verdictChange(before, now, verdict);
    return change === undefined ? [] : [{ ...target, before, change }];
  });
  return { targets, messages, now };
}

/** Sends the messages and remembers who has which. @throws StopError if a target has no address or did not take its message */
async function tellAll({ targets, messages, now }: Told, subject: MessageSubject, stateFile: string): Promise<void> {
  const untold = await send(messages, subject);
  const behind = Object.fromEntries(untold.map(({ name, before }) => [name, before ? withoutBehind(before) : null]));
  const told: ToldVerdict = { ...now, ...(untold.length > 0 && { behind }) };
  writeReport(stateFile, `${JSON.stringify(redactDeep(told), null, 2)}\n`);

  // A missing address is reported at once, and not in the night in which there is something to tell.
  const unreachable = targets.flatMap(({ name, setting }) =>
    setting.isSet || untold.some((each) => each.name === name)
      ? []
      : [`There is no address for ${name}: ${setting.name} has no value.`],
  );
  const problems = [...untold.map(({ because }) => because), ...unreachable];
  if (problems.length > 0)
    throw new StopError(exitCodes.notVerified, [...problems, 'The next run tries again.'].join('\n'));
}

interface Target {
  name: NotifyTarget;
  /** Its address, which may be missing. */
  setting: Setting;
  body: (subject: MessageSubject, change: VerdictChange) => unknown;
}

interface Message extends Target {
  /** The last verdict that this target knows. */
  before: ToldVerdict | undefined;
  change: VerdictChange;
}

function targetsOf({ slack, webhook }: NotifyProfile): Target[] {
  return [
    ...(slack ? [{ name: 'slack' as const, setting: slack, body: slackMessage }] : []),
    ...(webhook ? [{ name: 'webhook' as const, setting: webhook, body: jsonMessage }] : []),
  ];
}

/** Sends every message, even if others fail. @returns the ones that were not accepted, and why */
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

/** The origin of an address; none if it is missing or malformed, which posting then reports. */
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
  if (!response.ok) throw new Error(`${url.origin} did not accept the message: status ${response.status}`);
}

await command({
  name: 'notify',
  usage: {
    does: 'Notifies Slack or a webhook when the verdict changed since the last message, and when the audit did not run.',
    exits: {
      0: 'nothing changed, or every message was accepted',
      3: 'a message was not accepted; the next run tries again',
    },
    example: '--env isolation --max-age 26h',
  },
  options: {
    env: textWithDefault({
      value: 'PROJECT',
      help: 'the project of the verdict: `isolation`, or an environment',
      fallback: auditProject,
    }),
    ...verdictOptions,
    without: withoutOption,
    state: text({ value: 'FILE', help: 'remembers what was sent', fallback: 'told.json beside the verdict' }),
  },
  async run({ env: project, state, ...asked }) {
    const inForce = await verdictInForce({ project, ...asked });
    const { loaded, read, reportsDirectory } = inForce;
    const [first = ''] = Object.keys(loaded.deployment.environments);
    const { notify } = resolveProfile(loaded, first);
    if (notify === undefined || (!notify.slack && !notify.webhook))
      throw new StopError(
        exitCodes.configuration,
        'The deployment config names no one to notify: add `notify: { slack: { key: … } }` or `notify: { webhook: { key: … } }`.',
      );

    const stateFile = state ?? path.join(reportsDirectory, 'told.json');
    const missing = missingBecause(inForce);
    // What was found elsewhere is not news of this deployment.
    const verdict = missing !== undefined || 'unreadable' in read ? undefined : read;
    const now = toldVerdict(verdict, project, missing);
    const told = whatToTell(notify, readTold(stateFile), now, verdict);
    await tellAll(told, { deployment: loaded.deployment.name, commit: verdict?.commit ?? null }, stateFile);

    say(
      `${told.messages.length === 0 ? 'Nothing changed; no message was sent.' : 'The verdict changed; a message was sent.'} ${now.headline}`,
    );
    return exitCodes.done;
  },
});
