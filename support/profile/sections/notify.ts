import type { z } from 'zod';
import { credential, strict } from '../../settings/index.ts';

const oneChannel = 'one channel may be told of every environment';

/** Who is told when the verdict of the audit changes. Whoever has the address of a webhook can write there: it is a secret. */
export const NotifySource = strict({
  /** An incoming webhook of Slack. */
  slack: credential({ called: 'Slack webhook', mayBeShared: oneChannel }).optional(),
  /** An address that takes the change as JSON. */
  webhook: credential({ called: 'webhook', mayBeShared: oneChannel }).optional(),
});
export type NotifySource = z.infer<typeof NotifySource>;
