import { describe, expect, test } from 'vitest';
import { judgeCheck } from '../../../../support/check/judge-check.ts';
import type { slackMessage } from '../../../../support/report/formats/webhook-messages.ts';
import { judgeOptions, sampleCheck } from '../../check/sample-profile.ts';
import { takenByGitHub, takenTexts } from '../../text/github-reading.ts';
import { hostileTexts, unseen } from '../../text/hostile-text.ts';
import { everySink } from './every-sink.ts';

/** What a deployment may answer to make a report say something else, beside what a terminal obeys. */
const markup: readonly (readonly [string, string])[] = [
  ['a link of Markdown', '[Gate open](https://evil.example)'],
  ['an image of Markdown', '![x](https://evil.example/a.png)'],
  ['a link by reference', '[x][y]\n\n[y]: https://evil.example'],
  ['a bare address', 'https://evil.example/a?b=c'],
  ['HTML', '</textarea><img src="https://evil.example" onerror=alert(1)><script>1</script>'],
  ['the end of a code block', '```\n## Gate open\n```'],
  ['a workflow command', '\n::error::x\n::set-output name=a::b'],
  ['a mention of Slack', '<!channel> <https://evil.example|here>'],
  ['CDATA', ']]><failure/>'],
  ['a screen that says open', '\u001b[2J\u001b[HGate open: every critical check held.\u001b[8m'],
];

/** Outcomes that quote a text without any care, as a check that forgets to would. */
async function careless(text: string) {
  const finding = { what: `it says ${text}`, expected: text, received: text, from: [text], cause: text, remedy: text };
  const failing = sampleCheck({ id: 'isolation/one', title: 'it holds', verify: async () => [finding] });
  const unread = sampleCheck({
    id: 'isolation/two',
    verify: () => {
      throw new Error(text);
    },
  });
  const outcomes = await Promise.all([judgeCheck(failing, judgeOptions()), judgeCheck(unread, judgeOptions())]);
  return outcomes.map((outcome) => ({ ...outcome, title: text, platform: 'isolation' }));
}

describe('what a deployment says is inert in every sink', () => {
  test.each([...hostileTexts, ...markup, ...takenTexts])('%s', async (_what, text) => {
    const sinks = everySink(await careless(text), text);
    expect(Object.keys(sinks).length).toBeGreaterThanOrEqual(9);
    for (const [sink, written] of Object.entries(sinks)) expect(written, sink).not.toMatch(unseen);

    for (const sink of ['report.md', 'matrix.md', 'summary.md']) {
      const outside = (sinks[sink] ?? '')
        .replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
        .replace(/(`+)[^`][\s\S]*?\1/g, '');
      expect(outside, sink).not.toMatch(/(?<!\\)\]\(|(?<!\\)\]\[|<(?:img|script)|https:\/\//);
    }
    for (const sink of ['report.md', 'matrix.md', 'summary.md', 'issue']) {
      const outside = (sinks[sink] ?? '').replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
      expect(takenByGitHub(outside), sink).toEqual([]);
    }
    const { blocks, ...others } = JSON.parse(sinks.slack ?? '') as ReturnType<typeof slackMessage>;
    expect(others).toMatchObject({ unfurl_links: false, unfurl_media: false });
    expect(blocks.length).toBeGreaterThan(0);
    for (const { text } of blocks) expect(text).toMatchObject({ type: 'mrkdwn', verbatim: true });
    expect(sinks['matrix.html']).not.toMatch(/<img|<script/);
    expect(sinks.slack).not.toMatch(/<!channel>|<https/);
    expect(sinks['junit.xml']).not.toMatch(/\]\]><failure\/>/);
  });
});
