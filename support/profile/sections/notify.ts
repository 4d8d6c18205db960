import { z } from 'zod';
import { credential, setting, strict } from '../../settings/index.ts';

const oneChannel = 'one channel may be told of every environment';

/** A GitHub issue that is open as long as the verdict closes the gate. */
const IssueSource = strict({
  /** The repository, `owner/name`. */
  repository: setting(),
  /** A token with the permission "Issues: Read and write". */
  token: credential({ called: 'GitHub issue token', mayBeShared: oneChannel }),
  /** Where the REST API answers. */
  url: setting().prefault({ value: 'https://api.github.com' }),
});

/** Who is told when the verdict of the audit changes. Whoever has the address of a webhook can write there: it is a secret. */
export const NotifySource = strict({
  /** An incoming webhook of Slack. */
  slack: credential({ called: 'Slack webhook', mayBeShared: oneChannel }).optional(),
  /** An address that takes the change as JSON. */
  webhook: credential({ called: 'webhook', mayBeShared: oneChannel }).optional(),
  /** An issue of a GitHub repository: opened by a verdict that closes the gate, and closed by one that opens it. */
  issue: IssueSource.optional(),
  /** How long an audit may go on not running before that is told again, in hours. */
  remindAfterHours: z.number().positive().default(20),
});
export type NotifySource = z.infer<typeof NotifySource>;
