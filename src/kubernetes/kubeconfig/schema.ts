const text = { type: 'string', description: 'a text' }
const yesNo = { type: 'boolean', description: 'true or false' }
const filled = { type: 'string', minLength: 1, description: 'a text that is not empty' }

/** Whatever a program writes for "none": nothing, null or an empty list. */
function named(key: string, value: object, required: readonly string[]): object {
  return {
    type: ['array', 'null'],
    description: 'a list',
    items: {
      type: 'object',
      description: 'a mapping with name',
      required,
      properties: { name: filled, [key]: value },
    },
  }
}

const cluster = {
  type: 'object',
  description: 'a mapping with server',
  required: ['server'],
  properties: {
    server: filled,
    'certificate-authority': text,
    'certificate-authority-data': text,
    'insecure-skip-tls-verify': yesNo,
    'tls-server-name': text,
    'proxy-url': text,
  },
}

const exec = {
  type: ['object', 'null'],
  description: 'a mapping with apiVersion and command',
  required: ['apiVersion', 'command'],
  properties: {
    apiVersion: {
      description: 'the version of the protocol',
      enum: ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'],
    },
    command: filled,
    args: { type: ['array', 'null'], description: 'a list of texts', items: text },
    env: {
      type: ['array', 'null'],
      description: 'a list of name and value',
      items: {
        type: 'object',
        description: 'name and value',
        required: ['name', 'value'],
        properties: { name: filled, value: text },
      },
    },
    installHint: text,
    interactiveMode: { enum: ['Never', 'IfAvailable', 'Always'] },
    provideClusterInfo: yesNo,
  },
}

const texts = { type: 'array', description: 'a list of texts', items: text }

const user = {
  type: ['object', 'null'],
  description: 'a mapping',
  properties: {
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
    'as-user-extra': { type: 'object', description: 'a mapping of lists', additionalProperties: texts },
    exec,
    'auth-provider': {
      type: ['object', 'null'],
      description: 'a mapping with name',
      required: ['name'],
      properties: {
        name: filled,
        config: { type: ['object', 'null'], description: 'a mapping of texts', additionalProperties: text },
      },
    },
  },
}

const context = {
  type: 'object',
  description: 'a mapping with cluster',
  required: ['cluster'],
  properties: { cluster: filled, user: text, namespace: text },
}

/** Shape of a kubeconfig (client-go: tools/clientcmd/api/v1); keys we do not know are let through. */
export const kubeconfigSchema = {
  type: 'object',
  description: 'a kubeconfig: a mapping with clusters, contexts and users',
  properties: {
    clusters: named('cluster', cluster, ['name', 'cluster']),
    contexts: named('context', context, ['name', 'context']),
    users: named('user', user, ['name']),
    'current-context': { type: ['string', 'null'], description: 'a text' },
  },
}
