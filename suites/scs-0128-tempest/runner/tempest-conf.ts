import type { TempestSettings } from './settings.ts'
import type { TempestConnection } from './wish.ts'

/** All that tempest.conf is made of. */
export interface TempestConf {
  readonly settings: TempestSettings
  readonly connection: TempestConnection
  /** Paths in the workspace. */
  readonly accountsFile: string
  readonly lockFolder: string
  readonly logFile: string
  /** null for the usual authorities. */
  readonly authoritiesFile: string | null
  /** Id of the domain that the accounts belong to; null where it is not told. */
  readonly domainId: string | null
  /** Whether there are users whose password tests may change. */
  readonly mayChangePasswords: boolean
  readonly namePrefix: string
  readonly moreSettings: string | null
}

/**
 * Writes tempest.conf. What the required tests ask for and an ordinary user cannot look up is switched on, since the standard
 * demands it: a test that is refused then tells what is missing. But guests are logged in to only where `moreSettings` says so:
 * whether this machine reaches floating IPs is no property of the cloud. Nobody is admin: users are provisioned, and nothing is known of one with more rights.
 */
export function tempestConf(conf: TempestConf): string {
  const { settings, connection, moreSettings } = conf
  const { catalogTypes: types, networkExtensions } = settings
  const endpointType = `${connection.endpointInterface.replace(/URL$/, '')}URL`
  const service = (type: string | null) => ({ catalog_type: type, endpoint_type: endpointType })
  const has = (alias: string) => networkExtensions?.includes(alias) ?? false
  const sections: Readonly<Record<string, Settings>> = {
    DEFAULT: {
      log_file: conf.logFile,
      debug: false,
      use_stderr: false,
      // Known to Tempest of 2023 and later; others name what they make tempest-….
      resource_name_prefix: conf.namePrefix,
    },
    oslo_concurrency: { lock_path: conf.lockFolder },
    auth: {
      use_dynamic_credentials: false,
      test_accounts_file: conf.accountsFile,
      create_isolated_networks: false,
    },
    identity: {
      uri_v3: connection.identityUrl,
      auth_version: 'v3',
      region: connection.region,
      v3_endpoint_type: connection.endpointInterface,
      catalog_type: types.identity,
      default_domain_id: conf.domainId,
      ca_certificates_file: conf.authoritiesFile,
      disable_ssl_certificate_validation: connection.insecure,
      user_unique_last_password_count: 0,
    },
    'identity-feature-enabled': {
      api_v2: false,
      api_v3: true,
      application_credentials: true,
      security_compliance: conf.mayChangePasswords,
    },
    'service-clients': { proxy_url: connection.proxyUrl },
    service_available: {
      nova: types.compute !== null,
      glance: types.image !== null,
      neutron: types.network !== null,
      cinder: types['block-storage'] !== null,
      swift: types['object-store'] !== null,
      horizon: false,
    },
    compute: {
      ...service(types.compute),
      image_ref: settings.image.id,
      image_ref_alt: settings.imageAlt.id,
      flavor_ref: settings.flavor.id,
      flavor_ref_alt: settings.flavorAlt.id,
      max_microversion: settings.computeMicroversion,
    },
    'compute-feature-enabled': { resize: settings.flavor.id !== settings.flavorAlt.id, snapshot: true },
    image: service(types.image),
    'image-feature-enabled': { api_v2: true, os_glance_reserved: true },
    network: {
      ...service(types.network),
      public_network_id: settings.publicNetworkId,
      project_networks_reachable: false,
    },
    'network-feature-enabled': {
      api_extensions: networkExtensions?.join(',') ?? null,
      ipv6: true,
      ipv6_subnet_attributes: true,
      floating_ips: settings.publicNetworkId !== null && has('router'),
      port_security: has('port-security'),
    },
    volume: { ...service(types['block-storage']), max_microversion: settings.volumeMicroversion },
    'volume-feature-enabled': { api_extensions: settings.volumeExtensions?.join(',') || null, snapshot: true },
    'object-storage': service(types['object-store']),
    validation: {
      run_validation: false,
      image_ssh_user: settings.image.user,
      image_alt_ssh_user: settings.imageAlt.user,
    },
  }
  const text = Object.entries(sections).map(([name, values]) => sectionOf(name, values))
  const more = moreSettings === null ? [] : [`# laid over what was discovered\n${moreSettings.trim()}\n`]
  return [...text, ...more].filter(Boolean).join('\n')
}

type Settings = Readonly<Record<string, string | boolean | number | null>>

function sectionOf(name: string, values: Settings): string {
  const lines = Object.entries(values).flatMap(([key, value]) =>
    value === null ? [] : [`${key} = ${escape(String(value))}\n`],
  )
  return lines.length === 0 ? '' : `[${name}]\n${lines.join('')}`
}

/** oslo.config puts values of other options for `$name`; a value ends with its line. */
function escape(value: string): string {
  return value.replaceAll(/[\r\n]+/g, ' ').replaceAll('$', '$$$$')
}
