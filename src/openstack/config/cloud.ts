import { UsageError } from '../../usage-error.ts'
import {
  isSettings,
  merged,
  readFirst,
  searchFolders,
  type Setting,
  type Settings,
  type SettingsFile,
  type Surroundings,
} from './files.ts'

/** The settings of one cloud after all merging, and the way to say where one stands. */
export interface NamedCloud {
  readonly name: string
  readonly settings: Settings
  /** The file, or that it was the OS_* variables. */
  readonly origin: string
  /** `…/clouds.yaml:12: clouds.demo.auth.password`; `OS_PASSWORD` for a cloud made of variables. */
  readonly place: (...keys: readonly string[]) => string
}

/** Variables that choose or steer, but describe no cloud. */
const selectors = new Set([
  'OS_CLOUD',
  'OS_REGION_NAME',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
  'OS_CLOUD_NAME',
])

/** Names of the clouds in clouds.yaml; none where there is no file. UsageError for a broken one. */
export async function cloudNames(where: Surroundings): Promise<readonly string[]> {
  return Object.keys(cloudsIn(await readFirst('clouds', where, 'OS_CLIENT_CONFIG_FILE')))
}

/**
 * Finds the cloud as openstacksdk does (openstack/config/loader.py): by the name given, else OS_CLOUD, else the cloud that
 * the OS_* variables describe (named `envvars`, or by OS_CLOUD_NAME), else the only one in the file. A named cloud takes
 * nothing from OS_* variables. secure.yaml lies over clouds.yaml, both over the profile of clouds-public.yaml.
 * UsageError where there is none, or several and none chosen.
 */
export async function findCloud(wanted: string | undefined, where: Surroundings): Promise<NamedCloud> {
  const { environment } = where
  const described = cloudOfVariables(environment)
  const variablesName = environment['OS_CLOUD_NAME'] || 'envvars'
  const name = wanted || environment['OS_CLOUD'] || (described && variablesName)
  if (described && name === variablesName) {
    return withProfile(
      {
        name,
        settings: described,
        origin: 'the OS_* variables',
        place: (...keys) => `OS_${keys.at(-1)?.toUpperCase()}`,
      },
      where,
    )
  }
  const clouds = await readFirst('clouds', where, 'OS_CLIENT_CONFIG_FILE')
  const secure = await readFirst('secure', where, 'OS_CLIENT_SECURE_FILE')
  const files = [secure, clouds].filter((file) => file !== undefined)
  if (files.length === 0) {
    throw new UsageError(
      `there is no clouds.yaml in ${searchFolders(where).join(', ')}; write one, name it in OS_CLIENT_CONFIG_FILE, or set the OS_* variables (OS_AUTH_URL, …)`,
    )
  }
  const all = merged(cloudsIn(clouds), cloudsIn(secure))
  const names = [...Object.keys(all), ...(described ? [variablesName] : [])]
  const chosen = name ?? (names.length === 1 ? names[0] : undefined)
  const origin = files
    .map(({ path }) => path)
    .toReversed()
    .join(' with ')
  if (chosen === undefined) {
    throw new UsageError(
      `no cloud is chosen; ${origin} has ${names.join(', ') || 'none'}: name one with --os-cloud or OS_CLOUD`,
    )
  }
  const place = (...keys: readonly string[]) => placeIn(files, ['clouds', chosen, ...keys])
  const settings = all[chosen]
  if (settings === undefined)
    throw new UsageError(`there is no cloud ${chosen}; ${origin} has ${names.join(', ') || 'none'}`)
  if (!isSettings(settings)) throw new UsageError(`${place()} is not a mapping`)
  return withProfile({ name: chosen, settings, origin, place }, where)
}

function cloudsIn(file: SettingsFile | undefined): Settings {
  if (!file) return {}
  const { clouds } = file.settings
  if (isSettings(clouds)) return clouds
  if (clouds === undefined || clouds === null) return {}
  throw new UsageError(`${file.path}:${file.lineOf(['clouds'])}: clouds is not a mapping of cloud names to settings`)
}

/** In the file that has the key; else in the one that has most of the way to it. */
function placeIn(files: readonly SettingsFile[], keys: readonly string[]): string {
  const depth = ({ settings }: SettingsFile) => {
    let value: Setting | undefined = settings
    const missing = keys.findIndex((key) => (value = isSettings(value) ? value[key] : undefined) === undefined)
    return missing === -1 ? keys.length : missing
  }
  const [best] = files.toSorted((a, b) => depth(b) - depth(a))
  return best ? `${best.path}:${best.lineOf(keys)}: ${keys.join('.')}` : keys.join('.')
}

/** The cloud that the OS_* variables describe; undefined where they only choose one. */
function cloudOfVariables(environment: Surroundings['environment']): Settings | undefined {
  const given = Object.entries(environment).filter(
    ([key, value]) => key.startsWith('OS_') && value !== undefined && !/^OS_(TEST|STD|LOG)/.test(key),
  )
  if (given.every(([key]) => selectors.has(key))) return undefined
  return Object.fromEntries(given.map(([key, value]) => [key.slice('OS_'.length).toLowerCase(), value ?? null]))
}

/**
 * Lays the settings over those of the vendor profile they name, if any. Only clouds-public.yaml is looked at: none are
 * bundled, and none are fetched from a URL, because nothing but the subject is called.
 */
async function withProfile(cloud: NamedCloud, where: Surroundings): Promise<NamedCloud> {
  const named = cloud.settings['profile'] ?? cloud.settings['cloud']
  if (typeof named !== 'string' || named === cloud.name) return cloud
  const file = await readFirst('clouds-public', where)
  const profiles = file?.settings['public-clouds']
  const profile = isSettings(profiles) ? profiles[named] : undefined
  if (isSettings(profile)) return { ...cloud, settings: merged(profile, cloud.settings) }
  const known = isSettings(profiles) ? `which has ${Object.keys(profiles).join(', ')}` : 'which is not there'
  throw new UsageError(
    `${cloud.place('profile')}: ${named} is not in clouds-public.yaml (${known}); vendor profiles are neither bundled nor fetched: write it there, or the settings into the cloud`,
  )
}
