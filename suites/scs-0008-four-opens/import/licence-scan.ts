import { ProbeError } from '../../../src/fact.ts'
import { readHandedInJson } from '../../../src/provider/handed-in.ts'
import { readReuse } from './reuse.ts'
import type { LicenceScan } from './scan.ts'
import { readScanCode } from './scancode.ts'

/**
 * Reads what REUSE or ScanCode wrote; which it is is told by what is in it.
 * @throws ProbeError malformed, with file and place
 */
export async function readLicenceScan(path: string, file: string): Promise<LicenceScan> {
  const document = await readHandedInJson(path, file)
  const keys = typeof document === 'object' && document !== null ? document : {}
  const read =
    'lint_version' in keys
      ? await readReuse(document, file)
      : 'headers' in keys
        ? await readScanCode(document, file)
        : `${file}: is neither of reuse lint --json nor of scancode --json`
  if (typeof read === 'string') throw new ProbeError('malformed', read)
  return read
}
