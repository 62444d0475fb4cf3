import t from 'tap'
import { fakeKubernetes, type Answers } from '../../testbed/fake-kubernetes.ts'
import { StatusError } from './client.ts'
import { systemImages } from './system-images.ts'

const signal = new AbortController().signal
const pods = (namespace: string) => `/api/v1/namespaces/${namespace}/pods`
const namespaces = (...names: string[]) => ({ '/api/v1/namespaces': names.map((name) => ({ metadata: { name } })) })
const forbidden = (path: string) => new StatusError('forbidden', `GET ${path} was answered with 403: no`, 403, 'no')
const learn = (answers: Answers, provider: object | null = null) =>
  systemImages.load({ kubernetes: fakeKubernetes(answers), provider }, { signal })

function pod(name: string, image: string, imageID: string, more: object = {}) {
  return {
    metadata: { name },
    spec: { containers: [{ name: 'c', image }] },
    status: { phase: 'Running', containerStatuses: [{ name: 'c', imageID }], ...more },
  }
}

t.test('images of kube-, of add-ons and of what the provider names, each once with a few of its pods', async (t) => {
  const found = await learn(
    {
      ...namespaces('shop', 'kube-system', 'calico-system', 'ours', 'kube-public'),
      [pods('kube-system')]: ['4', '3', '2', '1'].map((n) => pod(`proxy-${n}`, 'proxy:1', 'proxy@sha256:aa')),
      [pods('kube-public')]: [],
      [pods('calico-system')]: [
        {
          ...pod('node', 'node:1', 'node@sha256:bb'),
          spec: { containers: [{ name: 'c', image: 'node:1' }], initContainers: [{ name: 'i', image: 'cni:1' }] },
        },
      ],
      [pods('ours')]: [
        pod('waits', 'no:1', '', { phase: 'Pending' }),
        pod('done', 'no:2', 'x', { phase: 'Succeeded' }),
      ],
    },
    { systemNamespaces: ['ours', 'gone'] },
  )
  t.same(found, {
    namespaces: ['calico-system', 'kube-public', 'kube-system', 'ours'],
    images: [
      { image: 'cni:1', imageId: '', pods: ['calico-system/node'] },
      { image: 'node:1', imageId: 'node@sha256:bb', pods: ['calico-system/node'] },
      {
        image: 'proxy:1',
        imageId: 'proxy@sha256:aa',
        pods: ['kube-system/proxy-1', 'kube-system/proxy-2', 'kube-system/proxy-3'],
      },
    ],
    hidden: [],
  })
})

t.test('where namespaces may not be listed, kube-system is looked into all the same, and that is told', async (t) => {
  t.match(
    await learn({
      '/api/v1/namespaces': forbidden('/api/v1/namespaces'),
      [pods('kube-system')]: [pod('proxy', 'proxy:1', 'proxy@sha256:aa')],
    }),
    {
      namespaces: ['kube-system'],
      images: [{ image: 'proxy:1' }],
      hidden: [/403.*so only kube-system could be looked for$/],
    },
  )
})

t.test('pods that may not be seen are told', async (t) => {
  const path = pods('kube-system')
  t.same(await learn({ ...namespaces('kube-system'), [path]: forbidden(path) }), {
    namespaces: [],
    images: [],
    hidden: [`GET ${path} was answered with 403: no`],
  })
})
