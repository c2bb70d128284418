/** A page in a real browser, looked at as an officer's eye and ear would. LOA_PICTURES=folder keeps a picture of every page. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const PICTURES = process.env.LOA_PICTURES

/** Fits at both widths and with large letters, and hinders nobody who hears or types instead of looking and pointing. */
export async function inspect(page: Page, name: string): Promise<void> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 })
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true })
    expect([name, width, await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')]).toEqual([name, width, 0])
    await page.evaluate(source)
    const found = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as { id: string; impact: string; nodes: { html: string }[] }[]
    expect([name, found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)]).toEqual([name, []])
  }
  await page.setViewportSize({ width: 1024, height: 700 })
  await page.evaluate('document.documentElement.style.setProperty("font-size", "22.5px")')
  expect([name, 'at 125 %', await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')]).toEqual([name, 'at 125 %', 0])
  await page.evaluate('document.documentElement.style.removeProperty("font-size")')
}
