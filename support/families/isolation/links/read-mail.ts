import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { jsonIn } from '../../../files/parse-json.ts';
import type { Profile } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { hourMs } from '../../../text/duration.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import { type FoundLinks, linksIn, linksInHtml, linksInText, together } from './links-in.ts';

/** Source: Mailpit, server/ui/api/v1/swagger.json, `MessagesSummary` and `Message`. */
const Messages = z.looseObject({
  messages: z.array(
    z.looseObject({ ID: z.string(), Created: z.string(), From: z.looseObject({ Address: z.string() }).nullish() }),
  ),
});
const Message = z.looseObject({
  Text: z.string(),
  HTML: z.string(),
  Subject: z.string().default(''),
  ListUnsubscribe: z.looseObject({ Header: z.string().default('') }).nullish(),
  Attachments: z.array(z.looseObject({})).nullish(),
});

/** The links in the newest mails that an SMTP catcher holds of an environment, through the API that Mailpit set. */
export const mailedLinks = defineReading({
  name: 'isolation.mailed-links',
  effect: 'read',
  key: ({ environment, isolation }: Profile) => JSON.stringify([environment, isolation.mail?.url.value]),
  async read(
    { environment, isolation: { mail } },
    { fetch },
  ): Promise<FoundLinks & { mails: number; attachments: number }> {
    if (mail === undefined) throw new NotVerified(`\`platforms.isolation.mail\` is not set for ${environment}`);
    const { messages: most, withinHours, from, credentials } = mail;
    const ask = async <Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer> => {
      const url = new URL(path, mail.url.url).href;
      const headers: Record<string, string> = { accept: 'application/json' };
      if (credentials) headers.authorization = `Basic ${Buffer.from(credentials.value).toString('base64')}`;
      const response = await fetch(url, { headers, redirect: 'manual' });
      const text = await response.text();
      const answer = schema.safeParse(jsonIn(text));
      if (response.status === 200 && answer.success) return answer.data;
      throw new NotVerified(
        `the mail catcher of ${environment} does not answer ${url}: status ${response.status}, ${quoteForeign(text, 120)}`,
        'Name the address of a catcher with the API of Mailpit in platforms.isolation.mail.url, and its user and password in `credentials`.',
      );
    };
    const oldest = Date.now() - withinHours * hourMs;
    const caught = (await ask(`/api/v1/messages?limit=${most}`, Messages)).messages
      .filter(({ Created }) => Date.parse(Created) >= oldest)
      .filter(({ From }) => from === undefined || (From?.Address ?? '').toLowerCase() === from.value.toLowerCase());
    const mails = await Promise.all(caught.map(({ ID }) => ask(`/api/v1/message/${encodeURIComponent(ID)}`, Message)));
    const found = together(
      mails.flatMap(({ Text, HTML, Subject, ListUnsubscribe }) => [
        linksIn(Text),
        linksInHtml(HTML),
        ...[Subject, ListUnsubscribe?.Header ?? ''].map(linksInText),
      ]),
    );
    if (found.links.length === 0)
      throw new NotVerified(
        `the ${mails.length} mails of the last ${withinHours} h that ${environment} caught${from ? ` from ${from.value}` : ''} contain no link`,
        'Let the backend send a mail with a link before the audit, as a password reset does.',
      );
    const attachments = mails.reduce((sum, { Attachments }) => sum + (Attachments?.length ?? 0), 0);
    return { mails: mails.length, attachments, ...found };
  },
});
