import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { jsonIn } from '../../files/parse-json.ts';

const Repository = z.looseObject({ full_name: z.string() });
const PullRequestEvent = z.looseObject({
  pull_request: z.looseObject({
    head: z.looseObject({ repo: Repository.nullable() }),
    base: z.looseObject({ repo: Repository }),
  }),
});

/**
 * What a run says that works on a pull request from a fork, where GitHub gives no secrets; undefined elsewhere.
 * Source: GitHub, "Events that trigger workflows", pull_request: workflows in forked repositories.
 */
export function forkNote({ GITHUB_EVENT_NAME, GITHUB_EVENT_PATH }: NodeJS.ProcessEnv): string | undefined {
  if (GITHUB_EVENT_NAME !== 'pull_request' || !GITHUB_EVENT_PATH) return undefined;
  const event = PullRequestEvent.safeParse(eventIn(GITHUB_EVENT_PATH));
  if (!event.success) return undefined;
  const { head, base } = event.data.pull_request;
  if (head.repo?.full_name === base.repo.full_name) return undefined;
  const from = head.repo ? `the fork ${head.repo.full_name}` : 'a fork that was deleted';
  return `This pull request comes from ${from}, and GitHub gives its runs no secrets: what needs one is not verified. Run the gate on a branch of ${base.repo.full_name} to verify it.`;
}

function eventIn(file: string): unknown {
  try {
    return jsonIn(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
