import type { HttpCall } from '../http.ts'

/** One line a call, for --debug. */
export function showCall({ method, url, status, error, durationMs, attempt, bytes, fact }: HttpCall): void {
  const again = attempt > 1 ? ` try ${attempt}` : ''
  const came = status === undefined ? `failed: ${error ?? 'no answer'}` : `${status}, ${bytes} bytes`
  process.stderr.write(
    `debug: ${method} ${url} ${came} in ${Math.round(durationMs)} ms${again}${fact ? ` [${fact}]` : ''}\n`,
  )
}
