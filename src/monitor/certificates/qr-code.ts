import { encode } from 'uqr'
import { template, type Markup } from '../board/markup.ts'

/** A QR code that leads to an address: printed assets have to carry one (scs-0004-v1, regulation 6). */
export function qrCode(address: string): Markup {
  const { size, data } = encode(address, { ecc: 'M', border: 4 })
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return draw({ size, path: squares.join('') })
}

// black on white in the dark too, or readers do not see it
const draw = template<{ readonly size: number; readonly path: string }>(
  `<svg class="qr" role="img" aria-label="QR code of the address of this page" viewBox="0 0 <%= it.size %> <%= it.size %>" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h<%= it.size %>v<%= it.size %>H0z"/><path fill="#000" d="<%= it.path %>"/></svg>`,
)
