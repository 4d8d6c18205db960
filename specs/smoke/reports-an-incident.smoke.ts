import { journey } from '../../support/smoke/index.ts';

journey({
  id: 'smoke/reports-an-incident',
  title: 'a reported incident appears in the list at once',
  effect: 'canary',
  why: 'A form that seems to submit but stores nothing loses what people report.',
  remedy: 'Report an incident by hand, with the console open.',
  path: '/incidents',
  appliesTo: ({ class: kind, environment }) =>
    kind === 'development' ||
    `it writes an incident that nothing removes, so it runs in development only, and ${environment} is ${kind}`,
  async steps({ page, runId }) {
    const form = page.getByRole('form', { name: 'Report an incident' });
    await form.getByLabel('Title').fill(`Canary of ${runId}`);
    await form.getByLabel('What happened').fill('Nothing: a smoke test looks whether reporting works.');
    await form.getByRole('button', { name: 'Report' }).click();
    await page.getByRole('region', { name: 'Incident list' }).getByText(`Canary of ${runId}`).waitFor();
  },
});
