import { record, text, wire } from '../../src/kubernetes/wire-words.ts'

/** core/v1, "PersistentVolumeClaim". */
export const wireClaim = wire<{
  readonly spec: { readonly storageClassName?: string; readonly volumeName?: string }
  readonly status?: { readonly phase?: string }
}>(
  'persistent volume claim',
  record({ spec: record({}, { storageClassName: text, volumeName: text }) }, { status: record({}, { phase: text }) }),
)

/** core/v1, "Event". */
export const wireEvent = wire<{ readonly reason?: string; readonly message?: string }>(
  'event',
  record({}, { reason: text, message: text }),
)
