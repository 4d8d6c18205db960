import { randomUUID } from 'node:crypto';

/** A log as it is posted. */
export interface PostedLog {
  trace_id: string;
  message: string;
  level: 'info' | 'error';
  system: 'manual';
  user_id: string;
  stack?: string;
  context: Record<string, unknown>;
}

/** A secret that is posted, and the field in which it stands. */
export interface PostedSecret {
  field: string;
  value: string;
}

/** The one log that is compared field by field. */
export function plainLog(runId: string): PostedLog {
  return {
    trace_id: `${runId}-${randomUUID()}`,
    message: `Airlock posts this canary of run ${runId}`,
    level: 'info',
    system: 'manual',
    user_id: 'airlock',
    context: { airlock: runId, attempt: 1 },
  };
}

/** A log full of made-up secrets, each of which would be known again, and the message that it begins with. */
export function secretLog(plain: PostedLog): { log: PostedLog; marker: string; secrets: PostedSecret[] } {
  const madeUp = () => `airlock-made-up-${randomUUID()}`;
  const secrets = {
    message: madeUp(),
    stack: madeUp(),
    'context.authorization': madeUp(),
    'context.password': madeUp(),
    'context.request.headers.cookie': madeUp(),
  };
  const marker = `${plain.message}, with made-up secrets`;
  return {
    marker,
    log: {
      ...plain,
      level: 'error',
      message: `${marker}: token=${secrets.message}`,
      stack: `Error: 401 for Bearer ${secrets.stack}\n    at airlock (canary.js:1:1)`,
      context: {
        ...plain.context,
        authorization: `Bearer ${secrets['context.authorization']}`,
        password: secrets['context.password'],
        request: { headers: { cookie: `session=${secrets['context.request.headers.cookie']}` } },
      },
    },
    secrets: Object.entries(secrets).map(([field, value]) => ({ field, value })),
  };
}
