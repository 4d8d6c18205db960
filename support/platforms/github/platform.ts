import { address, below, credential, definePlatform, type Setting, setting } from '../../settings/index.ts';

const oneRepository = 'one repository serves every environment';

/** The GitHub REST API, with which secrets and variables of Actions are read. */
export const github = definePlatform({
  name: 'github',
  title: 'the GitHub API',
  checkedBy: ['config/drift-github'],
  settings: {
    /** `owner/name`. */
    repository: setting(),
    /** A token that may read the secrets and variables of Actions; `sync-env` needs one that may write them. */
    token: credential({
      called: 'GitHub token',
      mayBeShared: oneRepository,
      opens: ({ api }: { api: Setting }) => ({ call: 'GitHub, rate_limit', at: () => below(api, '/rate_limit') }),
    }),
    /** Where the API answers. */
    api: address({
      mayBeShared: oneRepository,
      reads: [
        /^\/rate_limit$/,
        /^\/repos\/[^/]+\/[^/]+\/actions\/(secrets|variables|runs|organization-secrets|organization-variables)(\/[^/]+)?$/,
        /^\/repos\/[^/]+\/[^/]+\/actions\/workflows\/[^/]+\/runs$/,
        /^\/repos\/[^/]+\/[^/]+\/environments(\/[^/]+(\/(secrets|variables)(\/[^/]+)?)?)?$/,
        /^\/repos\/[^/]+\/[^/]+\/deployments(\/[0-9]+\/statuses)?$/,
      ],
    }).prefault({ value: 'https://api.github.com' }),
  },
});
