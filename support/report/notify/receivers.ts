import { Door, type Fetch } from '../../http/index.ts';
import type { NotifyProfile, Setting } from '../../profile/index.ts';
import { redactDeep } from '../../redaction/redact.ts';
import { errorText } from '../../text/error-text.ts';
import {
  exitCodeOf,
  issueMessage,
  jsonMessage,
  type MessageSubject,
  slackMessage,
} from '../formats/webhook-messages.ts';
import { type Answer, refusalOfSlack, refusalOfWebhook } from './accepted.ts';
import { tellIssue } from './git-hub-issue.ts';
import type { Notice } from './notice.ts';
import type { ReceiverName } from './told-state.ts';

const deadlineMs = 20_000;

/** Someone who is told. */
export interface Receiver {
  name: ReceiverName;
  /** What has to be set to reach it. */
  settings: readonly Setting[];
  /** Where it is reached. */
  address: Setting;
  /** @returns why it did not take the message; undefined if it did. @throws Error where it cannot be reached */
  tell(fetch: Fetch, subject: MessageSubject, notice: Notice): Promise<string | undefined>;
}

/** Those that the config names. */
export function receiversOf({ slack, webhook, issue }: NotifyProfile): Receiver[] {
  return [
    ...(slack ? [posted('slack', slack, slackMessage, refusalOfSlack)] : []),
    ...(webhook ? [posted('webhook', webhook, jsonMessage, refusalOfWebhook)] : []),
    ...(issue ? [issueReceiver(issue)] : []),
  ];
}

function posted(
  name: ReceiverName,
  address: Setting,
  body: (subject: MessageSubject, notice: Notice) => unknown,
  refusalOf: (answer: Answer) => string | undefined,
): Receiver {
  return {
    name,
    settings: [address],
    address,
    async tell(fetch, subject, notice) {
      const refusal = refusalOf(await post(fetch, address.url, redactDeep(body(subject, notice))));
      return refusal && `${address.url.origin} did not accept the message: ${refusal}`;
    },
  };
}

function issueReceiver(issue: NonNullable<NotifyProfile['issue']>): Receiver {
  return {
    name: 'issue',
    settings: [issue.repository, issue.token, issue.url],
    address: issue.url,
    async tell(fetch, subject, notice) {
      const { deployment, project } = subject;
      const refusal = await tellIssue(issue, fetch, {
        title: `Airlock: the gate of ${deployment} (${project}) is closed`,
        mark: `<!-- airlock audit ${Buffer.from(JSON.stringify([deployment, project])).toString('base64url')} -->`,
        text: redactDeep(issueMessage(subject, notice)),
        isAlarm: exitCodeOf(notice) !== 0,
      });
      return refusal && `${issue.url.url.origin} did not accept the message: ${refusal}`;
    },
  };
}

async function post(fetch: Fetch, url: URL, body: unknown): Promise<Answer> {
  const response = await fetch(url.href, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
  });
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, text: await response.text() };
}

/** Sends every message, even if others fail. @returns why a receiver did not take its message, by receiver */
export async function sendAll(
  due: readonly { receiver: Receiver; notice: Notice }[],
  subject: MessageSubject,
): Promise<ReadonlyMap<ReceiverName, string>> {
  const origins = due.flatMap(({ receiver }) => originsOf(receiver.address));
  await using door = new Door({
    origins,
    queries: [],
    runId: `airlock-notify-${process.pid}`,
    runSignal: AbortSignal.timeout(deadlineMs),
    bodyBytes: 8 * 1024 * 1024,
  });
  const { fetch } = door.pass({ check: 'notify', effect: 'canary', signal: AbortSignal.timeout(deadlineMs) });

  const refused = await Promise.all(
    due.map(async ({ receiver, notice }): Promise<[ReceiverName, string] | undefined> => {
      const refusal = await receiver
        .tell(fetch, subject, notice)
        .catch((error: unknown) => `${receiver.name} did not get the message: ${errorText(error)}`);
      return refusal === undefined ? undefined : [receiver.name, refusal];
    }),
  );
  return new Map(refused.filter((each) => each !== undefined));
}

/** The origin of an address; none if it is missing or malformed, which sending then reports. */
function originsOf(setting: Setting): { origin: string; environment: string }[] {
  try {
    return [{ origin: setting.url.origin, environment: 'notify' }];
  } catch {
    return [];
  }
}
