/**
 * LiquidJS, and what a template may do with it: print a field, choose between wordings, and nothing else. Templates
 * are edited by officers, so there is no loop, no include, no file system, and every limit is set.
 */
import { Liquid } from 'liquidjs'
import type { TemplateFields } from './content.ts'

export interface CompiledTemplate {
  /** Every field that any branch of the text names. */
  readonly fields: readonly string[]
  /** A field that is null is false to `if` and prints nothing; whoever calls has refused what may not be missing. */
  render(fields: TemplateFields): string
}

const TAGS: readonly string[] = ['if', 'unless', 'case', 'comment', '#']
const PARSE_LIMIT_CHARS = 10_000
/** Without loops a text renders in microseconds; this only cuts off what should not be possible. */
const RENDER_LIMIT_MS = 1_000
const MEMORY_LIMIT = 100_000

const nothing = {
  exists: () => Promise.resolve(false),
  existsSync: () => false,
  readFile: () => Promise.reject(new Error('templates read no files')),
  readFileSync: (): string => {
    throw new Error('templates read no files')
  },
  resolve: (_dir: string, file: string) => file,
}

const engine = createEngine()

function createEngine(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    fs: nothing,
    relativeReference: false,
    parseLimit: PARSE_LIMIT_CHARS,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
  })
  for (const tag of Object.keys(liquid.tags)) if (!TAGS.includes(tag)) delete liquid.tags[tag]
  for (const filter of Object.keys(liquid.filters)) delete liquid.filters[filter]
  liquid.registerFilter('capitalize', capitalize)
  return liquid
}

/** The first letter only: LiquidJS's own also makes the rest small, and "Ấp Đông Lợi" into "Ấp đông lợi". */
function capitalize(value: unknown): string {
  const text = String(value)
  const first = [...text][0] ?? ''
  return first.toLocaleUpperCase('vi') + text.slice(first.length)
}

/** Throws what LiquidJS throws when the text is not a template. */
export function compileTemplate(body: string): CompiledTemplate {
  const parsed = engine.parse(body)
  // Full paths: a field has no parts, so `name.size` is a field that nobody knows.
  const fields = engine.globalFullVariablesSync(parsed)
  return {
    fields,
    render: (values) => String(engine.renderSync(parsed, Object.fromEntries(fields.map((name) => [name, values[name] ?? null])))),
  }
}
