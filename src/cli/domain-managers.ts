import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import {
  domainManagers,
  domainTrial,
  type DomainManagers,
  type NamedManager,
} from '../../suites/scs-0302-domain-manager/facts.ts'
import { bundledSchema } from '../bundled-data.ts'
import type { Fact, Traffic } from '../fact.ts'
import { readCloudConfig } from '../openstack/config.ts'
import { connect, openCloudHttp } from '../openstack/connect.ts'
import type { CloudOptions, ManagerOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import { checkAgainst } from '../schema-check.ts'
import { readYaml } from '../yaml-document.ts'
import { showCall } from './show-call.ts'

/** Facts that cost nothing, because nobody named the managers whom it would take. */
export function withoutManagers({ domainManagers: file }: ManagerOptions): ReadonlySet<Fact> {
  return new Set(file === undefined ? [domainTrial] : [])
}

export interface OpenManagers {
  readonly given: readonly (readonly [Fact, unknown])[]
  readonly traffic: readonly Readonly<Traffic>[]
  close(): Promise<void>
}

/**
 * Reads who the two domain managers are; they are signed in to when a testcase needs them.
 *
 * @throws UsageError for a file, or a cloud it names, that cannot be used
 */
export async function openManagers(
  options: ManagerOptions & Pick<CloudOptions, 'debug'> & { readonly concurrency?: number },
  redactor: Redactor,
): Promise<OpenManagers> {
  const { domainManagers: file } = options
  if (file === undefined) return { given: [[domainTrial, null]], traffic: [], close: () => Promise.resolve() }
  const document = await readYaml(file)
  await checkAgainst(await bundledSchema('domain-managers'), document)
  const { domains } = document.data as { readonly domains: readonly [Entry, Entry] } // as the schema says
  if (domains[0].cloud === domains[1].cloud) {
    throw document.error(
      ['domains', 1, 'cloud'],
      `is ${domains[1].cloud} once more; name the manager of another domain`,
    )
  }
  const opened = await Promise.all(domains.map((entry) => open(entry, options, redactor)))
  const [one, other] = opened
  if (!one || !other) throw new Error('the schema lets exactly two domains through')
  const value: DomainManagers = {
    pair: [one.manager, other.manager],
    newPassword() {
      const password = `aA1!${randomBytes(24).toString('base64url')}` // for those who demand one of each kind
      redactor.learn(password)
      return password
    },
  }
  return {
    given: [[domainManagers, value]],
    traffic: opened.map(({ traffic }) => traffic),
    close: async () => void (await Promise.all(opened.map((one) => one.close()))),
  }
}

interface Entry {
  readonly cloud: string
  readonly domain?: string
  readonly memberRole?: string
}

async function open(
  { cloud, domain, memberRole = 'member' }: Entry,
  { concurrency, debug }: Parameters<typeof openManagers>[0],
  redactor: Redactor,
): Promise<{ readonly manager: NamedManager; readonly traffic: Readonly<Traffic>; close(): Promise<void> }> {
  const surroundings = { environment: process.env, directory: process.cwd(), home: homedir() }
  const config = await readCloudConfig({ ...surroundings, redactor, cloud })
  const http = openCloudHttp(config, process.env, {
    redactor,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(debug ? { onCall: showCall } : {}),
  })
  const manager = { cloud, memberRole, connect: () => connect(config, { http, redactor }) }
  return {
    manager: domain === undefined ? manager : { ...manager, domain },
    traffic: http.traffic,
    close: () => http.close(),
  }
}
