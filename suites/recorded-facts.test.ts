import t from 'tap'
import { judge } from '../src/engine.ts'
import { closure, factStore } from '../src/fact-store.ts'
import { referenceTime, type Fact } from '../src/fact.ts'
import { kubernetes } from '../src/kubernetes/facts.ts'
import { registry } from '../src/kubernetes/registry.ts'
import { connect } from '../src/openstack/connect.ts'
import { cloudConnection } from '../src/openstack/connection.ts'
import { openstack, redactor } from '../src/openstack/facts.ts'
import { ledger, runId, type Ledger } from '../src/openstack/lease.ts'
import { provider, web } from '../src/provider/facts.ts'
import { openWeb } from '../src/provider/web.ts'
import { redactor as newRedactor } from '../src/redact.ts'
import { openReferenceData, referenceData } from '../src/reference-data.ts'
import { reportHistory, underJudgement } from '../src/provider/history.ts'
import { readCloudConfig } from '../src/openstack/config.ts'
import { folder, seededCloud, settings } from '../testbed/cli.ts'
import { startSimulator } from '../testbed/simulator/index.ts'
import { suites } from './index.ts'
import { tempestResults } from './scs-0128-tempest/facts.ts'
import { domainTrial } from './scs-0302-domain-manager/facts.ts'

t.test('what checks judge is plain JSON: written down and read back, it gives the same findings', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  const environment = settings(simulator.cloudsYaml())
  const config = await readCloudConfig({ environment, directory: folder(), home: folder(), cloud: 'testbed' })
  const forgetful: Ledger = { record: () => Promise.resolve() }
  const store = factStore({
    given: new Map<Fact, unknown>([
      [openstack, connect(config)],
      [cloudConnection, { tls: config.tls, isProxied: () => false }],
      [referenceData, await openReferenceData({ environment, now: new Date() })],
      [provider, null],
      [reportHistory, null],
      [underJudgement, { subjects: ['testbed'], testcases: [] }],
      [registry, null],
      [referenceTime, new Date().toISOString()],
      [runId, '0123abcd'],
      [ledger, forgetful],
      [redactor, { learn: () => {} }],
      [domainTrial, null],
      [web, openWeb({ redactor: newRedactor() })],
      [tempestResults, null],
    ]),
    signal: new AbortController().signal,
    timeoutMs: 30_000,
    concurrency: 16,
  })

  // Those that look at a cluster have tests of their own for this.
  const ofClouds = suites.flatMap(({ checks }) => checks).filter(({ needs }) => !closure(needs).has(kubernetes))
  for (const check of ofClouds) {
    const facts = await store.learnAll(check.needs)
    const readBack = JSON.parse(JSON.stringify(facts)) as typeof facts
    t.same(readBack, facts, check.id)
    t.same(judge(check, readBack), judge(check, facts), check.id)
  }
})
