import { bundledSchema } from './bundled-data.ts'
import { waiverRule, type WaiverRule } from './certification/waivers.ts'
import type { Waiver } from './report.ts'
import { checkAgainst } from './schema-check.ts'
import { readYaml } from './yaml-document.ts'

/**
 * Reads waivers.yaml: exceptions from what a run asks for, each with a reason, an owner and a last day.
 * @throws UsageError that names file, line and key for whatever is wrong with it.
 */
export async function readWaivers(file: string): Promise<readonly WaiverRule[]> {
  const document = await readYaml(file)
  await checkAgainst(await bundledSchema('waivers'), document)
  const { waivers } = document.data as { waivers: readonly Waiver[] } // valid by the schema
  return waivers.map((waiver, i) => {
    try {
      return waiverRule(waiver)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw document.error(['waivers', i, 'pattern'], `is not a regular expression (${why})`)
    }
  })
}
