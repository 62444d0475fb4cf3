import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { kubernetes } from '../../src/kubernetes/facts.ts'
import { certificate } from '../../testbed/certificate.ts'
import { learnOn, literalKubernetes } from '../../testbed/literal-kubernetes.ts'
import { transport } from './transport.ts'

const learn = async (server: string) =>
  (await learnOn(transport, {}, [[kubernetes, { ...literalKubernetes({}), server }]])).learned

t.test('both ways to knock, at the server of the kubeconfig', async (t) => {
  const server = createServer(certificate('IP:127.0.0.1'), (_, response) => response.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.match(await learn(url), { server: url, tls: { protocol: /^TLS/, subject: 'CN=test' }, plainStatus: null })
})

t.test('nobody there', async (t) => {
  t.match(await learn('https://127.0.0.1:1'), { kind: 'unreachable' })
})
