const text = { type: ['string', 'null'], description: 'a text' }
const yesNo = { type: ['boolean', 'null'], description: 'true or false' }
const texts = {
  type: ['array', 'null'],
  description: 'a list of texts',
  items: { type: 'string', description: 'a text' },
}

function mapping(properties: object): object {
  return { type: ['object', 'null'], description: 'a mapping', properties }
}

function listOfNamed(key: string, value: object): object {
  const item = {
    type: 'object',
    description: `a mapping with name and ${key}`,
    required: ['name'],
    properties: { name: { type: 'string', minLength: 1, description: 'a text that is not empty' }, [key]: value },
  }
  return { type: ['array', 'null'], description: 'a list', items: item }
}

const cluster = mapping({
  server: text,
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': yesNo,
  'tls-server-name': text,
  'proxy-url': text,
})

const variable = {
  type: 'object',
  description: 'a mapping with name and value',
  required: ['name', 'value'],
  properties: { name: { type: 'string', minLength: 1, description: 'a text that is not empty' }, value: text },
}

const exec = mapping({
  apiVersion: text,
  command: text,
  args: texts,
  env: { type: ['array', 'null'], description: 'a list', items: variable },
  installHint: text,
  interactiveMode: text,
  provideClusterInfo: yesNo,
})

const user = mapping({
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  as: text,
  'as-uid': text,
  'as-groups': texts,
  'as-user-extra': { type: ['object', 'null'], description: 'a mapping of lists', additionalProperties: texts },
  exec,
  'auth-provider': mapping({
    name: text,
    config: { type: ['object', 'null'], description: 'a mapping of texts', additionalProperties: text },
  }),
})

/**
 * Types of a kubeconfig (client-go: tools/clientcmd/api/v1); keys we do not know are let through. What has to be there is
 * asked for where it is used: an unfinished entry that no context leads to is in nobody's way.
 */
export const kubeconfigSchema = {
  type: 'object',
  description: 'a kubeconfig: a mapping with clusters, contexts and users',
  properties: {
    clusters: listOfNamed('cluster', cluster),
    contexts: listOfNamed('context', mapping({ cluster: text, user: text, namespace: text })),
    users: listOfNamed('user', user),
    'current-context': text,
  },
}
