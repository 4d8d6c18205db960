import { check } from '../../support/check/index.ts';
import { badInputSends, storesLogs, workerBadInput } from '../../support/platforms/worker/index.ts';
import { judgeBadInput } from './refuses-bad-input.judge.ts';

check({
  id: 'worker/refuses-bad-input',
  title: 'bad input is refused with a 4xx and a reason, and leaves nothing behind',
  platform: 'worker',
  effect: 'canary',
  severity: 'critical',
  why: 'What is taken unread is stored, shown and acted on later.',
  remedy:
    'Check the body before anything else: content type, size, UTF-8, JSON, fields; answer 400, 413 or 415 with the reason.',
  needs: ['platforms.worker.endpoints.log', 'platforms.worker.endpoints.logs'],
  subjects: ({ workers }) => workers.filter(storesLogs),
  sends: badInputSends,
  async verify({ subject: worker, read, count }) {
    const reading = await read(workerBadInput, worker);
    count('bad inputs', reading.answers.length);
    return judgeBadInput(reading, worker);
  },
});
