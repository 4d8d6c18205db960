/** `npm run notify`: tells people when the verdict changed, and when the audit did not run. */

import path from 'node:path';
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { text, textWithDefault } from '../../command/option.ts';
import { say } from '../../command/print.ts';
import { StopError } from '../../command/stop-error.ts';
import { type NotifyProfile, resolveProfile } from '../../profile/index.ts';
import { headlineOf, type MessageSubject } from '../formats/webhook-messages.ts';
import { type AuditState, auditState } from '../notify/audit-state.ts';
import { knownAfter, type Notice, type NoticeQuestion, noticeFor } from '../notify/notice.ts';
import { type Receiver, receiversOf, sendAll } from '../notify/receivers.ts';
import { alone, type Known, readTold, writeTold } from '../notify/told-state.ts';
import { auditProject } from '../runners/projects.ts';
import type { GateQuestion } from '../verdict/judge-gate.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { verdictInForce, verdictOptions, withoutOption } from './verdict-in-force.ts';

interface Telling {
  notify: NotifyProfile;
  verdict: Verdict | { unreadable: string };
  question: GateQuestion;
  stateFile: string;
}

interface Due {
  receiver: Receiver;
  question: NoticeQuestion;
  notice: Notice | undefined;
  /** There may be nothing to close, and then nothing is sent. */
  isQuiet: boolean;
}

/** Tells every receiver what it does not know, and remembers who took what. @returns how many messages were sent */
async function tell({ notify, verdict, question, stateFile }: Telling): Promise<{ sent: number; headline: string }> {
  const told = readTold(stateFile);
  const state = auditState(verdict, question);
  const key = `${question.deployment} ${question.project}`;
  const before = told.audits[key];
  const ranAt = state.finishedAt ?? before?.ranAt ?? null;
  const { deployment, project } = question;
  const subject: MessageSubject = { deployment, project, commit: commitOf(verdict, state), ranAt };

  const due = receiversOf(notify).map((receiver): Due => {
    const known = before?.receivers[receiver.name];
    const { remindAfterHours } = notify;
    // An issue may be open from before what was told got lost: whether there is one is seen by looking.
    const isQuiet = receiver.name === 'issue' && known === undefined && state.ran && state.exitCode === exitCodes.done;
    const lost = known === null || (before === undefined && told.wasLost) || isQuiet;
    const asked = { known: known ?? undefined, state, lost, remindAfterHours, now: question.now };
    return { receiver, question: asked, notice: noticeFor(asked), isQuiet };
  });
  const messages = due.flatMap(({ receiver, notice }) => (notice ? [{ receiver, notice }] : []));
  const refused = await sendAll(messages, subject);

  const receivers = Object.fromEntries(
    due.flatMap(({ receiver: { name }, question: asked, notice }): [string, Known | null][] => {
      // Whoever did not take a message still knows what it knew before.
      if (!refused.has(name)) return [[name, knownAfter(asked, notice, question.config)]];
      if (asked.known) return [[name, asked.known]];
      return asked.lost ? [[name, null]] : [];
    }),
  );
  writeTold(stateFile, { ...told, audits: { ...told.audits, [key]: { ranAt, receivers } } });

  requireTaken(due, refused);
  const sent = due.filter(({ notice, isQuiet }) => notice && !isQuiet).length;
  return { sent, headline: headlineOf({ reason: 'changed', state }, subject) };
}

/** @throws StopError if a receiver has no address or did not take its message */
function requireTaken(due: readonly Due[], refused: ReadonlyMap<string, string>): void {
  // A missing address is reported at once, and not in the night in which there is something to tell.
  const unreachable = due.flatMap(({ receiver: { name, settings } }) =>
    refused.has(name)
      ? []
      : settings
          .filter(({ isSet }) => !isSet)
          .map((setting) => `There is no address for ${name}: ${setting.name} has no value.`),
  );
  const problems = [...refused.values(), ...unreachable];
  if (problems.length > 0)
    throw new StopError(exitCodes.notVerified, [...problems, 'The next run tries again.'].join('\n'));
}

function commitOf(verdict: Verdict | { unreadable: string }, state: AuditState): string | null {
  return !state.ran || 'unreadable' in verdict ? null : verdict.commit;
}

await command({
  name: 'notify',
  usage: {
    does: 'Tells Slack, a webhook or a GitHub issue when the verdict changed since the last message, and when the audit did not run.',
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
    const { loaded, reportsDirectory } = await verdictInForce({ project, ...asked });
    const [first = ''] = Object.keys(loaded.deployment.environments);
    const { notify } = resolveProfile(loaded, first);
    if (notify === undefined || receiversOf(notify).length === 0)
      throw new StopError(
        exitCodes.configuration,
        'The deployment config names no one to notify: add `notify: { slack: { key: … } }`, `webhook` or `issue`.',
      );

    const stateFile = state ?? path.join(reportsDirectory, 'told.json');
    const { sent, headline } = await alone(stateFile, async () => {
      // Read once it is our turn: while this one waited, an audit may have ended.
      const { read: verdict, question } = await verdictInForce({ project, ...asked });
      return await tell({ notify, verdict, question, stateFile });
    });

    say(`${sent === 0 ? 'Nothing changed; no message was sent.' : 'A message was sent.'} ${headline}`);
    return exitCodes.done;
  },
});
