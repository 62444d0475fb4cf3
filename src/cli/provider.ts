import type { Fact, Traffic } from '../fact.ts'
import { proxiesIn } from '../http/proxy.ts'
import type { CloudOptions, ProviderOptions } from '../options.ts'
import { provider, web } from '../provider/facts.ts'
import { readProviderFile, type Provider } from '../provider/provider-file.ts'
import { openWeb } from '../provider/web.ts'
import type { Redactor } from '../redact.ts'
import type { Layer } from '../report.ts'
import { showCall } from './show-call.ts'

/** What the provider hands in, and the web where the rest of it is. */
export interface OpenProvider {
  /** Null where no file was named. */
  readonly handedIn: Provider | null
  readonly given: readonly (readonly [Fact, unknown])[]
  readonly traffic: Readonly<Traffic>
  close(): Promise<void>
}

/**
 * Reads the file of `--provider`; without one, everything that is judged by it is MISS.
 *
 * @param layers those that are judged
 * @throws UsageError for a file that cannot be used
 */
export async function openProvider(
  options: ProviderOptions & Pick<CloudOptions, 'debug'> & { readonly concurrency?: number },
  layers: ReadonlySet<Layer>,
  redactor: Redactor,
): Promise<OpenProvider> {
  const { provider: file, concurrency, debug } = options
  const whole = file === undefined ? null : await readProviderFile(file, process.env, redactor)
  // A bill of a layer that is not judged is none of this run's business.
  const handedIn = whole && { ...whole, sboms: whole.sboms.filter(({ layer }) => !layer || layers.has(layer)) }
  const open = openWeb({
    redactor,
    proxies: proxiesIn(process.env, redactor),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(debug ? { onCall: showCall } : {}),
  })
  return {
    handedIn,
    given: [
      [provider, handedIn],
      [web, open],
    ],
    get traffic() {
      return open.traffic
    },
    close: () => open.close(),
  }
}
