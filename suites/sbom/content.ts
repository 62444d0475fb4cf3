import type { Sbom } from './model.ts'

/** What a reader makes of the bytes; file, layer and digest are known to whoever opened it. */
export type Content = Omit<Sbom, 'file' | 'layer' | 'digest'>
