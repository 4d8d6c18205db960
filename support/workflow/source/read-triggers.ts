import type { Input, Trigger } from './workflow.ts';
import type { YamlNode } from './yaml-file.ts';

/** The events of `on:`, in each of its three forms: a name, a list of names, a mapping. */
export function readTriggers(on: YamlNode): Trigger[] {
  if (on.isMap) return on.entries.map(({ key, value }) => triggerOf(key.text, value, key.line));
  return on.items.flatMap((item) => (item.text ? [triggerOf(item.text.text, undefined, item.text.line, item)] : []));
}

function triggerOf(event: string, settings: YamlNode | undefined, line: number, named?: YamlNode): Trigger {
  const list = (key: string) => settings?.at(key).list;
  return {
    event,
    file: (settings ?? named)?.place.file ?? '',
    line,
    branches: list('branches'),
    branchesIgnore: list('branches-ignore'),
    tags: list('tags'),
    tagsIgnore: list('tags-ignore'),
    paths: list('paths'),
    pathsIgnore: list('paths-ignore'),
    types: list('types'),
    workflows: list('workflows'),
    cron: event === 'schedule' ? (settings?.items ?? []).flatMap((item) => item.at('cron').text?.text ?? []) : [],
    inputs: settings ? readInputs(settings.at('inputs')) : [],
  };
}

/** `inputs:` of `workflow_dispatch`, of `workflow_call` and of an action. */
export function readInputs(inputs: YamlNode): Input[] {
  return inputs.entries.map(({ key, value }) => ({
    name: key.text,
    type: value.at('type').text?.text ?? 'string',
    options: value.at('options').list ?? [],
    default: value.at('default').text?.text,
  }));
}
