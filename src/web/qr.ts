/** QR codes, drawn by ourselves: the security policy allows no style inside a page, and a terminal has only letters. */
import { encode } from 'uqr'
import { html } from './html.ts'
import type { Html } from './html.ts'

/** Light around the code, in modules: without it phones do not find the corners. */
const BORDER = 4

/** `said`: for whoever cannot see it. */
export function qr(text: string, said: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER })
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${said}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${dark.join('')}"/></svg>`
}

/** By what is light: above and below, above, below, neither. */
const BLOCKS = ['█', '▀', '▄', ' '] as const

/** Two modules a letter, light ones drawn: right on a dark terminal. `coloured` makes it right on a light one too. */
export function qrBlocks(text: string, { coloured }: { coloured: boolean }): string {
  const { data } = encode(text, { ecc: 'M', border: BORDER })
  const lines: string[] = []
  for (let y = 0; y < data.length; y += 2) {
    const [above = [], below = []] = data.slice(y, y + 2)
    const line = above.map((isDark, x) => BLOCKS[(isDark ? 2 : 0) + (below[x] === true ? 1 : 0)]).join('')
    lines.push(coloured ? `\u001b[97;40m${line}\u001b[0m` : line)
  }
  return lines.join('\n')
}
