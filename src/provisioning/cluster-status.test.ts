import t from 'tap'
import { statusOf, type WireCluster, type WireMachine } from './cluster-status.ts'

const cluster = (status: WireCluster['status']): WireCluster => ({
  metadata: { name: 'c' },
  ...(status ? { status } : {}),
})
const is = (type: string, status: string, more = {}) => ({ type, status, ...more })
const node: WireMachine = { metadata: { name: 'm' }, status: { nodeRef: { name: 'n' } } }
const machine: WireMachine = { metadata: { name: 'm' }, status: { phase: 'Provisioning' } }

t.test('v1beta2: Available decides', (t) => {
  const available = cluster({ phase: 'Provisioned', conditions: [is('Available', 'True')] })
  t.equal(statusOf(available, [machine]).ready, true)
  const waiting = cluster({
    phase: 'Provisioned',
    conditions: [
      is('Available', 'False', { reason: 'NotAvailable', message: '* WorkersAvailable:\n  * md-0: 1 of 3' }),
    ],
    deprecated: { v1beta1: { conditions: [is('Ready', 'True'), is('ControlPlaneReady', 'True')] } },
  })
  t.same(statusOf(waiting, [node]), {
    ready: false,
    failure: null,
    summary:
      'Provisioned, 1 of 1 machines are nodes, Available False (NotAvailable: * WorkersAvailable: * md-0: 1 of 3)',
  })
  const beside = cluster({ conditions: [is('Ready', 'True')], v1beta2: { conditions: [is('Available', 'True')] } })
  t.equal(statusOf(beside, []).ready, true, 'in an object of v1beta1')
  t.end()
})

t.test('v1beta1: Ready, the control plane, and machines that are nodes', (t) => {
  const ready = cluster({ phase: 'Provisioned', conditions: [is('Ready', 'True'), is('ControlPlaneReady', 'True')] })
  t.equal(statusOf(ready, [node]).ready, true)
  t.equal(statusOf(ready, [node, machine]).ready, false)
  t.equal(statusOf(ready, []).ready, false, 'no machine is seen yet')
  const half = cluster({ conditions: [is('Ready', 'True'), is('ControlPlaneReady', 'False')] })
  t.equal(statusOf(half, [node]).ready, false)
  t.match(statusOf(cluster(undefined), []), {
    ready: false,
    failure: null,
    summary: 'no status yet, 0 of 0 machines are nodes, no condition Ready, no condition ControlPlaneReady',
  })
  t.end()
})

t.test('what will never be ready', (t) => {
  const failed = cluster({ phase: 'Failed', conditions: [is('InfrastructureReady', 'False', { reason: 'NoQuota' })] })
  t.equal(statusOf(failed, []).failure, 'InfrastructureReady False (NoQuota)')
  t.equal(statusOf(cluster({ phase: 'Failed' }), []).failure, 'it does not say why')
  t.equal(statusOf(cluster({ failureMessage: 'no such flavor' }), []).failure, 'no such flavor')
  const going = { metadata: { name: 'c', deletionTimestamp: 'now' }, status: { conditions: [is('Available', 'True')] } }
  t.match(statusOf(going, []), { ready: false, failure: 'somebody else is deleting it' })
  t.end()
})
