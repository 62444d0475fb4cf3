import type { Flavor } from '../openstack/resources.ts'
import { checkAgainst } from '../schema-check.ts'
import { UsageError } from '../usage-error.ts'
import { showPath, type Path } from '../yaml-document.ts'

/** One row of `openstack flavor list --long -f json`; older clients write the properties as `a='b', c='d'`. */
interface Row {
  readonly ID: string
  readonly Name: string
  readonly VCPUs: number
  readonly RAM: number
  readonly Disk: number
  readonly Properties: Readonly<Record<string, string>> | string | null
}

const schema = {
  type: 'array',
  description: 'what `openstack flavor list --long -f json` prints',
  items: {
    type: 'object',
    required: ['ID', 'Name', 'VCPUs', 'RAM', 'Disk', 'Properties'],
    properties: {
      ID: { type: 'string' },
      Name: { type: 'string' },
      VCPUs: { type: 'integer', minimum: 0 },
      RAM: { type: 'integer', minimum: 0, description: 'MiB' },
      Disk: { type: 'integer', minimum: 0, description: 'GB' },
      Properties: {
        oneOf: [{ type: 'object', additionalProperties: { type: 'string' } }, { type: 'string' }, { type: 'null' }],
        description: 'properties (a mapping of texts, or a text)',
      },
    },
  },
}

/**
 * Reads what `openstack flavor list --long -f json` printed.
 * @throws UsageError where it is something else.
 */
export async function flavorsOfList(source: string, json: string): Promise<readonly Flavor[]> {
  const data = parseJson(source, json)
  const error = (path: Path, wrong: string) =>
    new UsageError(`${source}: ${path.length > 0 ? `${showPath(path)}: ` : ''}${wrong}; ${wanted}`)
  await checkAgainst(schema, { file: source, digest: '', data, error })
  return (data as readonly Row[]).map((row) => ({
    // the schema says so
    id: row.ID,
    name: row.Name,
    vcpus: row.VCPUs,
    ramMiB: row.RAM,
    diskGB: row.Disk,
    extraSpecs: typeof row.Properties === 'string' ? propertiesOf(row.Properties) : (row.Properties ?? {}),
  }))
}

const wanted = 'the output of `openstack flavor list --long -f json` is expected'

function parseJson(source: string, json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new UsageError(`${source}: is not JSON; ${wanted}`, { cause: error })
  }
}

/** `a='b', c='d'`: a value ends at the quote before the next key, or at the last one. */
function propertiesOf(written: string): Readonly<Record<string, string>> {
  const pairs = written.matchAll(/([^\s,='][^=']*)='(.*?)'(?=, [^\s,='][^=']*='|\s*$)/gs)
  return Object.fromEntries([...pairs].map(([, key = '', value = '']) => [key, value]))
}
