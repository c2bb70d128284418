/** What the tests are held to themselves: a name tells one thing in its file, and a file stands beside what it tests. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { PAGE } from './import-rules.ts'

const TESTS = fileURLToPath(new URL('../', import.meta.url))
/** Areas that mirror no folder: they look at the whole. */
const WHOLE = ['architecture', 'faults', 'journeys']

const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'))

/** The names of the tests of a file, each with those of the groups around it. */
function namesIn(text: string): string[] {
  const names: string[] = []
  const visit = (node: ts.Node, around: string): void => {
    const call = ts.isCallExpression(node) ? called(node) : undefined
    if (call?.what === 'test') names.push(`${around}${call.name}`)
    const inner = call?.what === 'describe' ? `${around}${call.name} > ` : around
    ts.forEachChild(node, (child) => visit(child, inner))
  }
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true), '')
  return names
}

/** `test('…')`, `test.each(rows)('…')`, `test.skipIf(…)('…')` and their kin. */
function called(node: ts.CallExpression): { what: 'test' | 'describe'; name: string } | undefined {
  const [first] = node.arguments
  if (first === undefined || !ts.isStringLiteralLike(first)) return undefined
  let callee: ts.Node = node.expression
  while (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee) || ts.isTaggedTemplateExpression(callee)) {
    callee = ts.isTaggedTemplateExpression(callee) ? callee.tag : callee.expression
  }
  if (!ts.isIdentifier(callee)) return undefined
  if (callee.text === 'describe') return { what: 'describe', name: first.text }
  return callee.text === 'test' || callee.text === 'it' ? { what: 'test', name: first.text } : undefined
}

const twice = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index)

test('the search for names sees tables, groups and conditions', () => {
  const text = "test('a', f); describe('g', () => { test.each([1])('a', f); it.skipIf(x)('b', f) }); test.for(rows)('a', { timeout: 1 }, f); other('a')"
  expect(namesIn(text)).toEqual(['a', 'g > a', 'g > b', 'a'])
  expect(twice(namesIn(text))).toEqual(['a'])
})

test('no two tests of a file have the same name', () => {
  expect(files.length).toBeGreaterThan(20)
  const doubled = files.map((file) => [file, twice(namesIn(readFileSync(join(TESTS, file), 'utf8')))] as const).filter(([, names]) => names.length > 0)
  expect(doubled).toEqual([])
})

test('every test file stands where its source stands', () => {
  const areas = new Set([...PAGE, 'domain', 'kernel', ...WHOLE])
  expect(files.filter((file) => !areas.has(file.split('/')[0] ?? ''))).toEqual([])
})

test('no test is left alone or left out for good', () => {
  const marked = files.filter((file) => /\b(test|it|describe)[.](only|skip|todo|fails)\b/.test(readFileSync(join(TESTS, file), 'utf8').replaceAll(/\/(?:[^/\\\n]|\\.)+\//g, '')))
  expect(marked).toEqual([])
})
