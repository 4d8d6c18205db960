import { check } from '../../support/check/index.ts';
import { judgeDelivery, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeImageOfThisRun } from './image-of-this-run.judge.ts';

check({
  id: 'delivery/image-of-this-run',
  title: 'the images that are started were built by the same run, or are pinned',
  platform: 'delivery',
  effect: 'offline',
  severity: 'critical',
  why: 'A tag that moves starts whatever was pushed last, which may be older than the backend, or newer.',
  remedy: 'Push the image with the tag of the commit in this run, and start that one.',
  subjects: withDelivery,
  async verify(context) {
    return judgeDelivery(context, judgeImageOfThisRun);
  },
});
