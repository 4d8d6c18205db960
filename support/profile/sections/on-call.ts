import { z } from 'zod';
import { strict } from '../../settings/index.ts';

const Link = z.url({ protocol: /^https?$/, error: 'a link is a web address' });

/** What reports tell the people who are called. */
export const OnCallSource = strict({
  /** Who is responsible, by check (`worker/healthy`), platform (`worker`) or `*`. Else the owners that CODEOWNERS of the repository names. @example {"*":"@acme/on-call"} */
  owners: z.record(z.string(), z.string().trim().min(1)).default({}),
  /** The page that says what to do, by check, platform or `*`. @example {"worker":"https://wiki.acme.com/worker"} */
  runbooks: z.record(z.string(), Link).default({}),
  /** A dashboard, by platform, in the place of the platform's own. @example {"worker":"https://grafana.acme.com/worker"} */
  dashboards: z.record(z.string(), Link).default({}),
  /** How many verdicts `history.json` beside the reports keeps: from them reports say since when a check fails. */
  keptVerdicts: z.number().int().min(1).max(1000).default(100),
});
export type OnCallSource = z.infer<typeof OnCallSource>;
