/**
 * How large a leaflet's letters can be for everything to stand on its one page. A browser knows exactly, but paper is
 * planned without one: room is counted in millimetres and lines, as src/web/assets/leaflet.css sets them, and a
 * browser test holds the two together.
 */

export const LEAFLET_SIZES = ['huge', 'large', 'medium', 'small'] as const
export type LeafletSize = (typeof LEAFLET_SIZES)[number]

/** What stands on the page. */
export interface LeafletParts {
  heading: string
  paragraphs: readonly string[]
  event: readonly string[]
  foot: readonly string[]
  hasCode: boolean
}

interface Letters {
  /** Height of a line, in millimetres. */
  mm: number
  /** Letters that surely fit into it. */
  chars: number
}

const TEXT: Readonly<Record<LeafletSize, Letters>> = {
  huge: { mm: 12.9, chars: 20 },
  large: { mm: 9.6, chars: 29 },
  medium: { mm: 7.7, chars: 38 },
  small: { mm: 6.2, chars: 47 },
}
const HEADING: Letters = { mm: 9.4, chars: 27 }
const EVENT: Letters = { mm: 7, chars: 30 }
const FOOT: Letters = { mm: 6, chars: 34 }
const FOOT_ALONE: Letters = { mm: 6, chars: 54 }

/** The page without its margins, the office's name above, the warning below, and the air between. */
const ROOM_MM = 150
/** The code with what is written under it. */
const CODE_MM = 54

const height = ({ mm, chars }: Letters, paragraphs: readonly string[], between: number): number =>
  paragraphs.reduce((sum, paragraph) => sum + Math.ceil(paragraph.length / chars) * mm, 0) + Math.max(0, paragraphs.length - 1) * between

/** undefined: too much for one page. */
export function leafletSize({ heading, paragraphs, event, foot, hasCode }: LeafletParts): LeafletSize | undefined {
  const footHeight = hasCode ? Math.max(CODE_MM, height(FOOT, foot, 1.5)) : height(FOOT_ALONE, foot, 1.5)
  const eventHeight = event.length === 0 ? 0 : height(EVENT, event, 1.5) + 11
  const room = ROOM_MM - footHeight - eventHeight - height(HEADING, [heading], 0)
  return LEAFLET_SIZES.find((size) => height(TEXT[size], paragraphs, TEXT[size].mm * 0.3) <= room)
}
