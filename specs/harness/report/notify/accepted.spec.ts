import { describe, expect, test } from 'vitest';
import { refusalOfSlack, refusalOfWebhook } from '../../../../support/report/notify/accepted.ts';

const answer = (text: string, status = 200, contentType = 'application/json') => ({ text, status, contentType });
const login = answer('<!doctype html><title>Sign in</title>', 200, 'text/html');

describe('Slack took a message', () => {
  test.each([answer('ok', 200, 'text/html'), answer('ok\n'), answer('{"ok":true}')])(
    'where it answers $text',
    (each) => {
      expect(refusalOfSlack(each)).toBeUndefined();
    },
  );

  test.each([
    answer('{"ok":false,"error":"channel_is_archived"}'),
    answer('{"ok":"false"}'),
    login,
    answer(''),
    answer('{}'),
    answer('null'),
    answer('ok', 410),
    answer('ok', 302),
  ])('not where it answers $status $text', (each) => {
    expect(refusalOfSlack(each)).toContain(`status ${each.status}`);
  });
});

describe('a webhook took a message', () => {
  test.each([
    answer('', 204),
    answer('ok'),
    answer('1'),
    answer('{"id":7,"error":null,"errors":[]}', 201),
    answer('{"status":"ok","success":true}'),
    answer('[]'),
    answer('null'),
  ])('where it answers $status $text', (each) => {
    expect(refusalOfWebhook(each)).toBeUndefined();
  });

  test.each([
    login,
    answer(' <html>'),
    answer('{"ok":false}'),
    answer('{"success":"false"}'),
    answer('{"status":"error"}'),
    answer('{"status":403}'),
    answer('{"error":"no such channel"}'),
    answer('{"errors":[{"message":"x"}]}'),
    answer('', 500),
  ])('not where it answers $status $text', (each) => {
    expect(refusalOfWebhook(each)).toContain(`status ${each.status}`);
  });
});
