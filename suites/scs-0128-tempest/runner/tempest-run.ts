import type { TempestSettings } from './settings.ts'
import type { TempestTool, TempestWish } from './wish.ts'

/** What is run, and with what. */
export interface TempestRun {
  readonly tool: TempestTool
  readonly wish: TempestWish
  readonly settings: TempestSettings
  readonly required: readonly { readonly id: string; readonly name: string }[]
}
