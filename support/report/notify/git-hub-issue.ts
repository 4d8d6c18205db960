import { z } from 'zod';
import type { Fetch } from '../../http/index.ts';
import type { Setting } from '../../profile/index.ts';
import { quoteForeignValue } from '../../text/quote-foreign.ts';

/** The issue's settings: `notify.issue`. */
export interface IssueSettings {
  repository: Setting;
  token: Setting;
  url: Setting;
}

export interface IssueNotice {
  title: string;
  /** By which the issue of this audit is known again. */
  mark: string;
  text: string;
  /** The gate is closed, or nobody knows. */
  isAlarm: boolean;
}

/** Source: docs.github.com/rest/issues/issues, "List repository issues", whose list has pull requests too. */
const Issue = z.looseObject({
  number: z.number().int(),
  state: z.enum(['open', 'closed']),
  body: z.string().nullish(),
  pull_request: z.unknown().optional(),
  author_association: z.string().optional(),
  user: z.looseObject({ type: z.string() }).nullish(),
});
const Issues = z.array(Issue);
const Comment = z.looseObject({ id: z.number(), body: z.string().nullish() });
type Issue = z.infer<typeof Issue>;

const pageSize = 100;
const mostPages = 50;
/** Anyone may open an issue in a public repository: only those of people and apps that belong to it are ours. */
const insiders: readonly (string | undefined)[] = ['OWNER', 'MEMBER', 'COLLABORATOR'];

/**
 * Opens an issue where the verdict closes the gate and none is open, comments on an open one, and closes it where the gate is
 * open again. @returns why it was not done; undefined if it was
 */
export async function tellIssue(
  settings: IssueSettings,
  fetch: Fetch,
  notice: IssueNotice,
): Promise<string | undefined> {
  const [owner = '', repo = '', ...more] = settings.repository.value.split('/');
  if (owner === '' || repo === '' || more.length > 0)
    return `${settings.repository.name} (${settings.repository.origin}) is \`${settings.repository.value}\`, expected \`owner/name\``;

  const client = await clientOf(settings, fetch);
  const own = { owner, repo };
  const open = await openIssue(client, own, notice.mark);
  if (open === undefined) {
    if (!notice.isAlarm) return undefined;
    const body = `${notice.text}\n\n${notice.mark}`;
    const created = inForm(Issue, (await client.rest.issues.create({ ...own, title: notice.title, body })).data);
    return created.state === 'open' ? undefined : `issue ${created.number} was created closed`;
  }

  const issue = { ...own, issue_number: open.number };
  inForm(Comment, (await client.rest.issues.createComment({ ...issue, body: notice.text })).data);
  if (notice.isAlarm) return undefined;
  const closed = inForm(
    Issue,
    (await client.rest.issues.update({ ...issue, state: 'closed', state_reason: 'completed' })).data,
  );
  return closed.state === 'closed' ? undefined : `issue ${open.number} is still open`;
}

/** @throws Error where the API answers in another form than its documentation says */
function inForm<Answer>(schema: z.ZodType<Answer>, data: unknown): Answer {
  const { data: answer } = schema.safeParse(data);
  if (answer !== undefined) return answer;
  throw new Error(`its API answered in an unknown form: ${quoteForeignValue(data, 80)}`);
}

async function clientOf({ token, url }: IssueSettings, fetch: Fetch) {
  const { Octokit } = await import('@octokit/rest');
  return new Octokit({
    auth: token.value,
    baseUrl: url.url.href.replace(/\/$/, ''),
    userAgent: 'airlock',
    request: { fetch },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
}

async function openIssue(
  client: Awaited<ReturnType<typeof clientOf>>,
  own: { owner: string; repo: string },
  mark: string,
): Promise<Issue | undefined> {
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await client.rest.issues.listForRepo({ ...own, state: 'open', per_page: pageSize, page });
    const issues = inForm(Issues, answer.data);
    const found = issues.find((issue) => isOwn(issue, mark));
    if (found !== undefined || issues.length < pageSize) return found;
  }
  throw new Error(`more than ${mostPages * pageSize} issues are open in ${own.owner}/${own.repo}`);
}

function isOwn({ body, pull_request, author_association, user, state }: Issue, mark: string): boolean {
  const isInsider = insiders.includes(author_association) || user?.type === 'Bot';
  return state === 'open' && pull_request === undefined && isInsider && (body ?? '').includes(mark);
}
