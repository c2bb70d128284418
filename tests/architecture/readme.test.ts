/** The README names every variable, command, script, rule, exit code and package that there is, and no version that is not. */
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RULE_KEYS } from '../../src/domain/reminder-rules.ts'
import { NOTICE_STATES } from '../../src/domain/notice-state.ts'
import { EXIT } from '../../src/kernel/errors.ts'

const root = new URL('../../', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8')
const readme = read('README.md')
const packageJson = JSON.parse(read('package.json')) as Record<'scripts' | 'dependencies' | 'devDependencies', Record<string, string>>

const settings = readdirSync(new URL('src/kernel/config/', root)).map((file) => read(`src/kernel/config/${file}`)).join('\n')
const variables = [...new Set([...settings.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name as string))]
const commands = [...read('src/main.ts').matchAll(/from '\.\/(cli\/[a-z-]+\.ts)'/g)]
  .flatMap(([, file]) => [...read(`src/${file}`).matchAll(/new Command\('([a-z-]+)'\)/g)])
  .map(([, name]) => name as string)
const packages = Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies })
/** What npm runs by itself, and what is only a shorter name for a command of `loa`. */
const QUIET_SCRIPTS = ['prepare', 'typecheck', 'lint', 'start']

const unnamed = (names: readonly string[]): string[] => names.filter((name) => !readme.includes(name))

test('every environment variable has its row', () => {
  expect(variables.length).toBeGreaterThan(20)
  expect(unnamed(variables.map((name) => `\`${name}\``))).toEqual([])
})

test('no variable is described that is not read', () => {
  const described = [...readme.matchAll(/`((?:LOA|SMS|ESMS|TELEGRAM|ZALO)_[A-Z_]+)/g)].map(([, name]) => name as string)
  expect(described.filter((name) => ![...variables, 'LOA_PUBLISH', 'LOA_CHROMIUM', 'LOA_FAULTS'].includes(name))).toEqual([])
})

test('every command is shown', () => {
  expect(commands.length).toBeGreaterThan(10)
  const shownAs = (name: string): RegExp => (name === 'check-templates' ? /npm run templates:check/ : new RegExp(`(?:loa(?: --)?|main\\.js|npm run) ${name}\\b`))
  expect(commands.filter((name) => !shownAs(name).test(readme))).toEqual([])
})

const registered = /const COMMANDS = \[([\s\S]*?)\]/.exec(read('src/main.ts'))?.[1] ?? ''
/** What each command of cli/ is called, and the name of its maker. */
const makers = readdirSync(new URL('src/cli/', root)).filter((file) => file.endsWith('.ts')).flatMap((file) =>
  [...read(`src/cli/${file}`).matchAll(/(?:function|const) (\w+Command)\b[\s\S]*?new Command\('([a-z-]+)'\)/g)].map(([, maker, name]) => ({ maker: maker as string, name: name as string })))
const typable = makers.filter(({ maker }) => new RegExp(`\\b${maker}\\b`).test(registered)).map(({ name }) => name)

test('every command that is written can be typed', () => {
  expect(makers.length).toBeGreaterThan(10)
  expect(makers.map(({ name }) => name).filter((name) => !typable.includes(name))).toEqual([])
})

test('every command that the README or a script of package.json calls is there', () => {
  const shown = [...readme.matchAll(/(?:`|^|\n|: )(?:npm run -s loa -- |(?:node .*)?dist\/main\.js |loa )([a-z][a-z-]+)\b/g)].map(([, name]) => name as string)
  const run = Object.values(packageJson.scripts).flatMap((line) => [...line.matchAll(/dist\/main\.js ([a-z-]+)/g)].map(([, name]) => name as string))
  expect(shown.length).toBeGreaterThan(30)
  expect(run).toContain('check-templates')
  expect([...new Set([...shown, ...run])].filter((name) => !typable.includes(name))).toEqual([])
})

test('every npm script that the README calls is there', () => {
  const called = [...readme.matchAll(/npm run (?:-s )?([a-z:-]+)/g)].map(([, name]) => name as string)
  expect(called.length).toBeGreaterThan(10)
  expect([...new Set(called)].filter((name) => packageJson.scripts[name] === undefined)).toEqual([])
})

test('every script of package.json is named', () => {
  expect(unnamed(Object.keys(packageJson.scripts).filter((name) => !QUIET_SCRIPTS.includes(name)).map((name) => `npm ${name === 'test' ? name : `run ${name === 'loa' ? '-s loa' : name}`}`))).toEqual([])
})

test('every rule, state and exit code is explained', () => {
  expect(unnamed([...RULE_KEYS, ...NOTICE_STATES].map((name) => `\`${name}\``))).toEqual([])
  expect(unnamed(Object.values(EXIT).map((code) => `\n| ${code} |`))).toEqual([])
})

test('every package has its reason, and every version that is named is the one installed', () => {
  expect(unnamed(packages.map(([name]) => `\`${name}\``))).toEqual([])
  const rows = [...readme.matchAll(/`([@\w/.-]+)` (\d+\.\d+\.\d[\w.-]*)/g)].map(([, name, version]) => [name, version])
  expect(rows.length).toBeGreaterThan(15)
  expect(rows.filter(([name, version]) => packages.some(([known, wanted]) => known === name && wanted !== version))).toEqual([])
})

test('every place that it links to inside itself is there', () => {
  const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title]) => (title as string).toLowerCase().replace(/[^\p{L}\p{N} -]/gu, '').replaceAll(' ', '-'))
  const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor as string)
  expect(links.filter((link) => !anchors.includes(link))).toEqual([])
})
